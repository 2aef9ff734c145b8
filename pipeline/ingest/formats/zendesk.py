"""Zendesk: what the API gives, one JSON object a line, or a connector's tables as CSV or Parquet.

In:     tickets, ticket audits, users and groups as JSON lines; or Fivetran's or dlt's tables of
        tickets, users and groups, and Fivetran's of comments, field history and chats
Out:    see sql/10_staging/zendesk_events.sql; the kind of a row is told by its keys
Errors: lines of no known kind, without id or time are rejected; other tables of a connector (tags,
        brands, schedules ...) are accounted for and give no events
Source: tap-zendesk's schemas; integration tests of fivetran/dbt_zendesk; dlt's verified sources
Traps:  a ticket's row is its latest state, the journey is in audits or field history; the first
        comment is the ticket's description; a table must be delivered whole, because the value a
        field had before is the row before it. Of a chat only what was written counts: the table of
        chats says which ticket and customer it belongs to, so deliver both. What a trigger or a
        robot of Zendesk wrote is an "automatic message". A change of a field that was rejected can
        only be taken with its whole table, delivered again
"""

from pipeline.ingest.formats.base import Format, events_step, step
from pipeline.ingest.readers import json_lines
from pipeline.ingest.readers_zendesk import zendesk_again, zendesk_csv, zendesk_parquet

ZENDESK = Format(
    "zendesk",
    {"jsonl": json_lines, "csv": zendesk_csv, "parquet": zendesk_parquet},
    (
        step("zendesk_tickets", "timezone", "latest_us", "topic_field"),
        step("zendesk_audit_events", "timezone", "latest_us"),
        step("zendesk_users", "timezone"),
        step("zendesk_groups", "timezone"),
        step("zendesk_chats"),
        step("zendesk_chat_events", "timezone", "latest_us"),
        events_step("zendesk_no_events"),
    ),
    reshape=zendesk_again,
)

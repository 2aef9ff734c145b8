"""Zendesk: tickets, audits, users and groups, one JSON object a line; the kind is in its keys."""

from pipeline.ingest.formats.base import Format, step
from pipeline.ingest.readers import json_lines

ZENDESK = Format(
    "zendesk",
    {"jsonl": json_lines},
    (
        step("zendesk_tickets", "timezone", "latest_us", "topic_field"),
        step("zendesk_audit_events", "timezone", "latest_us"),
        step("zendesk_users", "timezone"),
        step("zendesk_groups", "timezone"),
    ),
)

"""HubSpot: what the portal exports, CSV or Excel with labels, or a connector's tables.

In:     contacts and deals by label, English or Spanish, deals with a column `Date entered "STAGE
        (PIPELINE)"` per stage where exported; or Fivetran's tables (contacts, merges, deals,
        stages, tickets, engagements, e-mail events, forms), CSV or Parquet, and dlt's of contacts,
        deals and tickets
Out:    "contact created", "deal created", "deal: STAGE"; from tables also "ticket created", "ticket
        closed", "form submitted", "call", "email", "meeting", "internal note", "task", "message",
        "email open", "email click", ...; ids: contact_id, email, phone, order_id, ticket_id
Errors: records without Record ID or time, and amounts that are no number are rejected; a deal with
        a date of a stage that cannot be believed is rejected whole, its other stages too; so is
        one with a Close Date that cannot be read
Source: exports in public parsers; knowledge.hubspot.com/es for Spanish; integration tests of
        fivetran/dbt_hubspot; settings of dlt's verified source
Traps:  labels change with the portal's language and can be renamed: `[source.columns]` names them;
        times carry no offset, they are the portal's; decimal = "," where amounts are "1.029,90".
        Tables are in UTC; their stages are ids, called by their labels where the table of labels is
        delivered too; what is deleted, and opens and clicks that HubSpot filtered as made by
        machines, are no events. A contact that lists others as merged into it (Merged Contact IDs,
        hs_merged_object_ids, hs_calculated_merged_vids) is one with them: see identity.
        The Close Date of an open deal is when it should close: one to come is no event
"""

from pipeline.ingest.formats.base import Format, step
from pipeline.ingest.readers_hubspot import (
    hubspot_again,
    hubspot_csv,
    hubspot_parquet,
    hubspot_sheet,
)

HUBSPOT = Format(
    "hubspot",
    {"csv": hubspot_csv, "parquet": hubspot_parquet, "xlsx": hubspot_sheet},
    (
        step("hubspot_contacts", "timezone", "latest_us", "customer_id_path"),
        step("hubspot_deals", "timezone", "latest_us", "decimal_sign"),
        step("hubspot_deal_stages", "timezone", "file_id", derived=True),
        step("hubspot_rows", "timezone", "latest_us", "customer_id_path"),
        step("hubspot_merges", "file_id", table="merged_records", derived=True),
    ),
    reshape=hubspot_again,
)

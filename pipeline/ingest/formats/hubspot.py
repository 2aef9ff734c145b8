"""HubSpot: contacts and deals as the portal exports them, CSV with labels."""

from pipeline.ingest.formats.base import Format, step
from pipeline.ingest.readers import csv_rows

HUBSPOT = Format(
    "hubspot",
    {"csv": csv_rows},
    (
        step("hubspot_contacts", "timezone", "latest_us", "customer_id_path"),
        step("hubspot_deals", "timezone", "latest_us"),
        step("hubspot_deal_stages", "timezone", "latest_us", "file_id", derived=True),
    ),
)

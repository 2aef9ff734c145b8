"""Segment and RudderStack: raw calls, one JSON object a line."""

from pipeline.ingest.formats.base import Format, step
from pipeline.ingest.readers import json_lines

SEGMENT = Format(
    "segment",
    {"jsonl": json_lines},
    (step("segment_events", "timezone", "latest_us"),),
)

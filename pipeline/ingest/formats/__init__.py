"""The formats that are read, by the name a source gives."""

from pipeline.ingest.formats.base import Format
from pipeline.ingest.formats.generic import GENERIC
from pipeline.ingest.formats.hubspot import HUBSPOT
from pipeline.ingest.formats.segment import SEGMENT
from pipeline.ingest.formats.zendesk import ZENDESK

FORMATS: dict[str, Format] = {
    format_.name: format_ for format_ in (GENERIC, HUBSPOT, SEGMENT, ZENDESK)
}
RAW_TABLES = tuple(
    dict.fromkeys(step.table for format_ in FORMATS.values() for step in format_.steps)
)

__all__ = ["FORMATS", "RAW_TABLES", "Format"]

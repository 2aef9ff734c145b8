"""Segment and RudderStack: raw calls as JSON, and the tables they fill in a warehouse.

In:     JSON, one call a line or an array; CSV or Parquet of tracks, pages, screens, identifies,
        groups, aliases or of one event's own table, with column names in small letters or capitals
Out:    track -> its event (event_text where the table has it), page -> "page", screen -> "screen",
        the others -> their type, as calls that only say who somebody is; value = revenue
Units:  `timestamp`, else `originalTimestamp`; in the tables without an offset, which is UTC
Errors: a row without type, identifier or time, and a track call without event, is rejected
Source: twilio.com/docs/segment/connections/storage/warehouses/schema,
        rudderstack.com/docs/event-spec/standard-events/common-fields and its warehouse schema
Traps:  the kind of a table is told by the word in the file's name; received_at is no order of
        events. Every event of an own table is in `tracks` too, under the same id: deliver the one
        or the other, and the own tables where revenue matters, for Segment's `tracks` has none.
        The table `users` holds no events and is refused
"""

from __future__ import annotations

import re
from pathlib import PurePath

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.formats.base import Format, Reader, step
from pipeline.ingest.readers import Fault
from pipeline.ingest.readers_text import csv_table, json_records, parquet_table, table_again
from pipeline.ingest.remote import kind_at, path_in
from pipeline.sqlfiles import sql_text

_TYPES = {
    "tracks": "track",
    "pages": "page",
    "screens": "screen",
    "identifies": "identify",
    "groups": "group",
    "aliases": "alias",
}


def _type_of(path: PurePath) -> str | None:
    """The call that a file's name speaks of, such as the one of prod_pages_2025-11.csv.gz."""
    words = re.split(r"[^a-z]+", path.name.lower())
    return next((_TYPES[word] for word in words if word in _TYPES), None)


def _table(read: Reader) -> Reader:
    def read_table(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
        faults = read(engine, source, delivery)
        engine.execute(sql_text("load/segment_table.sql"), {"type": _type_of(delivery.path)})
        return faults

    return read_table


def _calls_again(engine: DuckDBEngine, source: Source, path: str) -> None:
    table_again(engine, source, path)
    if kind_at(path) != "jsonl":
        kind = _type_of(PurePath(path_in(path)))
        engine.execute(sql_text("load/segment_table.sql"), {"type": kind})


SEGMENT = Format(
    "segment",
    {"jsonl": json_records, "csv": _table(csv_table), "parquet": _table(parquet_table)},
    (step("segment_events", "timezone", "latest_us"),),
    reshape=_calls_again,
)

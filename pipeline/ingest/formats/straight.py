"""How rows of any table go into the table of their source's events: which columns, which units.

In:     the views of fields.py
Out:    Direct for sql/load/generic_events.sql
Errors: none
Rule:   where the source states no unit, a column of numbers is looked at as a whole, and read in
        the one unit in which all of them lie between 1990 and now; rows that are tried again are
        read so only if those taken before were
"""

from __future__ import annotations

from typing import Any

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.event_tables import table_of
from pipeline.ingest.formats.base import Direct
from pipeline.ingest.formats.fields import NUMBERS, TIMES
from pipeline.sqlfiles import sql_text

_RAW_NAMES = {"order": "row_order"}
_NOT_STORED = {
    *("record_no", "row_id", "row_text", "is_object", "fault"),
    *(f"{time}_instant" for time in TIMES),
    *(f"{number}_number" for number in NUMBERS),
}
_CONSTANTS = ("channel", "device", "department")


def straight(engine: DuckDBEngine, source: Source, file_id: int, latest_us: int) -> Direct:
    """The columns that this file fills and the units of its times."""
    fields = set(engine.connection.view("present_fields").columns)
    units = _assumed_units(engine, source, fields, file_id, latest_us)
    columns = {_RAW_NAMES.get(field, field) for field in fields - _NOT_STORED}
    columns |= {name for name in _CONSTANTS if getattr(source, name) is not None}
    columns |= {"event_id", "record_no"}
    if "rating" in fields:
        columns |= {"rating_low", "rating_high"}
    if units["occurred_unit"]:
        columns.add("epoch_assumed")
    return Direct(tuple(sorted(columns)), units)


def _assumed_units(
    engine: DuckDBEngine, source: Source, fields: set[str], file_id: int, latest_us: int
) -> dict[str, Any]:
    units = dict.fromkeys(("occurred_unit", "received_unit"))
    for field, name in zip(TIMES, units, strict=True):
        if source.epoch is None and field in fields and f"{field}_instant" not in fields:
            units[name] = _unit(engine, field, latest_us)
    if units["occurred_unit"] != _taken_in(engine, source, file_id, units["occurred_unit"]):
        units["occurred_unit"] = None
    return units


def _unit(engine: DuckDBEngine, field: str, latest_us: int) -> str | None:
    """The one unit of a column of numbers; the first rows mostly show that it is none."""
    times = engine.connection.view("present_fields").select(field).set_alias("times")
    for rows in (times.limit(1_000), times):
        rows.select(f"{field} as written").create_view("written_times", replace=True)
        unit: str | None
        are_numbers, unit = engine.connection.execute(
            sql_text("load/epoch_unit.sql"), {"latest_us": latest_us}
        ).fetchall()[0]
        if not are_numbers:
            return None
    return unit


def _taken_in(
    engine: DuckDBEngine, source: Source, file_id: int, otherwise: str | None
) -> str | None:
    """The unit in which rows of the file were taken before; `otherwise` when there are none."""
    table = table_of(source.name)
    if not engine.exists(table):
        return otherwise
    taken = engine.connection.table(str(table)).filter(f"file_id = {int(file_id)}")
    if not taken.limit(1).fetchall():
        return otherwise
    if "epoch_assumed" not in taken.columns:
        return None
    units = taken.select("epoch_assumed").distinct().fetchall()
    return units[0][0] if len(units) == 1 else None

"""Where events of the raw layer lie: one table per source, with the columns that source has.

In:     an engine whose raw schema has `event_fields`, the empty table of all columns there can be
Out:    tables raw.events_SOURCE, and the view raw.generic_events over them all, with every column
Errors: none of its own
Note:   a column that is NULL throughout costs as much to write as one that is not, so none is
        written that a source does not have; in the view it is NULL
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.engine.plain import create_empty
from pipeline.engine.raw_tables import add_column, union_view

FIELDS = TableName("raw", "event_fields")
ALL_EVENTS = TableName("raw", "generic_events")
_PREFIX = "events_"
# Every table has these: without them no event could be told from another.
_ALWAYS = ("file_id", "record_no", "event", "occurred_at")
# Of these so many differ that they are written as they are.
_PLAIN = ("event_id", "anonymous_id")


def table_of(source: str) -> TableName:
    """The table of one source's events.

    >>> str(table_of("helpdesk"))
    'raw.events_helpdesk'
    """
    return TableName("raw", _PREFIX + source)


def with_columns(engine: DuckDBEngine, source: str, columns: Collection[str]) -> TableName:
    """The table of a source, made or widened so that it has `columns`; show_all is to follow."""
    table = table_of(source)
    fields = engine.connection.table(str(FIELDS))
    wanted = [name for name in fields.columns if name in {*_ALWAYS, *columns} - {"source"}]
    if not engine.exists(table):
        create_empty(engine.connection, table, fields.select(*wanted), _PLAIN)
        return table
    there = set(engine.columns(table))
    types = dict(zip(fields.columns, map(str, fields.types), strict=True))
    missing = [name for name in wanted if name not in there]
    for name in missing:
        add_column(engine, table, name, types[name], plain=name in _PLAIN)
    return table


def event_tables(engine: DuckDBEngine) -> list[TableName]:
    """The tables of all sources that ever gave events."""
    rows = engine.connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema = 'raw' "
        "and starts_with(table_name, ?) order by table_name",
        [_PREFIX],
    ).fetchall()
    return [TableName("raw", name) for (name,) in rows]


def show_all(engine: DuckDBEngine) -> None:
    """Let raw.generic_events show every source's events."""
    tables = {table.table.removeprefix(_PREFIX): table for table in event_tables(engine)}
    union_view(engine, ALL_EVENTS, FIELDS, tables)

"""Which columns a file has, so that a change of their shape is noticed.

In:     the labels of a file that was taken, the columns that its source maps
Out:    rows of raw.file_columns: every column of the file with the field it is mapped to, if any,
        and the mapped columns that it lacks
Errors: none
Note:   the labels of JSON lines are those of their first objects, so a mapped key that came later
        is known by what it gave
"""

from __future__ import annotations

from collections.abc import Collection

from duckdb import ColumnExpression
from duckdb import FunctionExpression as Call

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.event_tables import table_of

# Filled in every event, whether the file has a column of it or not.
_ALWAYS_FILLED = ("event_id",)
_CONSTANTS = ("channel", "device", "department")


def keep_columns(
    engine: DuckDBEngine, source: Source, file_id: int, labels: Collection[str]
) -> None:
    """Put the columns of a file on record; its events are in the raw table already."""
    lacking = {field: column for field, column in source.columns.items() if column not in labels}
    late = [lacking[field] for field in _given(engine, source, file_id, lacking)]
    engine.execute_file(
        "load/file_columns.sql",
        {
            "file_id": file_id,
            "labels": list(dict.fromkeys([*labels, *late])),
            "columns": list(source.columns.values()),
            "fields": list(source.columns),
        },
    )


def _given(
    engine: DuckDBEngine, source: Source, file_id: int, fields: Collection[str]
) -> list[str]:
    """Those of the fields that have a value in some event of the file, and have it from there."""
    table = engine.connection.table(str(table_of(source.name)))
    constant = {name for name in _CONSTANTS if getattr(source, name) is not None}
    known = (set(fields) & set(table.columns)) - constant - set(_ALWAYS_FILLED)
    if not known:
        return []
    counts = [Call("count", ColumnExpression(name)).alias(name) for name in sorted(known)]
    row = table.filter(f"file_id = {int(file_id)}").aggregate(counts).fetchall()[0]
    return [name for name, count in zip(sorted(known), row, strict=True) if count]

"""Raw tables, which grow by files and columns as these arrive.

In:     an engine, names of raw tables and columns
Out:    tables and views of the schema raw
Errors: duckdb.Error
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.engine.plain import AS_THEY_ARE


def union_view(
    engine: DuckDBEngine, name: TableName, shape: TableName, tables: Mapping[str, TableName]
) -> None:
    """Make or replace `name`: the rows of `tables` with the columns of the empty `shape`.

    `tables` goes by the source that each row is said to be of; what a table lacks is NULL.
    """
    # Sources are checked words, as the parts of a TableName are.
    parts = [f"from {shape}"]
    parts += [f"select '{key}' as source, * from {table}" for key, table in tables.items()]  # noqa: S608
    engine.create_view(name, "\nunion all by name\n".join(parts))


def add_column(
    engine: DuckDBEngine, name: TableName, column: str, kind: str, *, plain: bool
) -> None:
    """Give a table one more column, NULL in every row; `plain` texts are written as they are."""
    how = AS_THEY_ARE if plain else ""
    engine.connection.execute(f"alter table {name} add column {column} {kind}{how}")


def insert_columns(
    engine: DuckDBEngine, name: TableName, columns: Sequence[str], select: str, parameters: object
) -> int:
    """Add some columns of the rows of `select` to a table; return how many rows."""
    # `columns` are columns of a table of this program, `select` is a file of it.
    text = f"insert into {name} by name select {', '.join(columns)} from (\n{select}\n)"  # noqa: S608
    count: int = engine.connection.execute(text, parameters).fetchall()[0][0]
    return count


def delete_file(engine: DuckDBEngine, name: TableName, file_id: int) -> None:
    """Remove from a raw table what one delivered file gave."""
    # A TableName holds checked words only.
    engine.connection.execute(f"delete from {name} where file_id = ?", [file_id])  # noqa: S608


def delete_rejects(engine: DuckDBEngine, name: TableName, file_id: int) -> None:
    """Remove from a table of events the rows of one file that were given no id."""
    engine.connection.execute(
        f"delete from {name} where file_id = ? and event_id is null",  # noqa: S608
        [file_id],
    )

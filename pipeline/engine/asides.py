"""Databases aside: tables made beside the warehouse, out of its rows, that are gone afterwards.

In:     a connection whose present database is the warehouse
Out:    a database in memory, in which tables are made and which shows some of the warehouse's
Errors: duckdb.Error
Note:   in memory, since a connection that is locked down opens no file; it spills as others do
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import duckdb
from duckdb import ColumnExpression, FunctionExpression

from pipeline.engine.face import TableName
from pipeline.engine.opening import install_functions

_ASIDES = count()


def present_database(connection: duckdb.DuckDBPyConnection) -> str:
    """The database in which tables without one are made, and found."""
    rows = connection.execute("select current_database()").fetchall()
    return str(rows[0][0])


@contextmanager
def database_aside(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The name of a database with the program's functions that is there until the block ends."""
    database = f"aside_{next(_ASIDES)}"  # another thread may have one at the same time
    connection.execute(f"attach ':memory:' as {database}")
    try:
        with within(connection, database):
            install_functions(connection)
        yield database
    finally:
        connection.execute(f"detach {database}")


@contextmanager
def within(connection: duckdb.DuckDBPyConnection, database: str) -> Iterator[None]:
    """Until the block ends tables are made, and found, in another database."""
    home = present_database(connection)
    connection.execute(f"use {database}")
    try:
        yield
    finally:
        connection.execute(f"use {home}")


def put_in_place(
    connection: duckdb.DuckDBPyConnection, name: TableName, key: str, gone: TableName, rows: str
) -> None:
    """Put `rows` into a table in place of those whose key is in `gone`, which may be the same."""
    # A relation cannot delete. The names are made of checked words, and so is the key. To delete
    # and to add costs half of an update.
    key = TableName(name.schema, key).table
    connection.execute(f"delete from {name} where {key} in (select {key} from {gone})")  # noqa: S608
    columns = connection.table(str(name)).columns
    connection.table(rows).select(*map(ColumnExpression, columns)).insert_into(str(name))


def keep_rows(
    connection: duckdb.DuckDBPyConnection, name: TableName, key: str, kept: TableName, copy: str
) -> None:
    """Put the rows of a table whose key is in `kept` into a table of their own."""
    keys = connection.table(str(kept)).select(ColumnExpression(key))
    connection.table(str(name)).join(keys, key, "semi").create(copy)


def added(
    connection: duckdb.DuckDBPyConnection,
    name: TableName,
    sums: Sequence[str],
    less: str,
    more: str,
) -> duckdb.DuckDBPyRelation:
    """The rows of a table with the sums of another one added, and those of a third taken away.

    The first sum tells which groups have a row.
    """
    table = connection.table(str(name))
    columns = [ColumnExpression(column) for column in table.columns]
    lost = [
        (-each).alias(column) if column in sums else each
        for each, column in zip(columns, table.columns, strict=True)
    ]
    rows = table.union(connection.table(less).select(*lost))
    rows = rows.union(connection.table(more).select(*columns))
    told = [
        FunctionExpression("sum", each).cast("bigint").alias(column) if column in sums else each
        for each, column in zip(columns, table.columns, strict=True)
    ]
    groups = ", ".join(f'"{column}"' for column in table.columns if column not in sums)
    return rows.aggregate(told, groups).filter(ColumnExpression(sums[0]) != 0)

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


def take_rows(
    connection: duckdb.DuckDBPyConnection,
    name: TableName,
    key: str,
    gone: TableName,
    database: str,
) -> None:
    """Put the rows of a table aside in place of those whose key is in `gone`, in a transaction."""
    # Names and the key are words of this program. Deleting and adding costs half of an update.
    connection.execute(f"delete from {name} where {key} in (select {key} from {gone})")  # noqa: S608
    connection.execute(f"insert into {name} by name from {database}.{name}")


def keep_rows(
    connection: duckdb.DuckDBPyConnection,
    name: TableName,
    key: str,
    kept: TableName,
    database: str,
) -> None:
    """Put the rows of a table whose key is in `kept` into a database aside."""
    chosen = f"select {key} from {kept}"  # noqa: S608 - as above
    connection.execute(f"create table {database}.{name} as from {name} where {key} in ({chosen})")


def add_rows(
    connection: duckdb.DuckDBPyConnection,
    name: TableName,
    sums: Sequence[str],
    less: str,
    more: str,
) -> None:
    """Add to the sums of a table what a database aside has, and take away what another one has."""
    columns = connection.table(str(name)).columns
    others = [column for column in columns if column not in sums]
    lost = ", ".join([*others, *(f"-{column} as {column}" for column in sums)])
    told = ", ".join(
        f"cast(sum({column}) as bigint) as {column}" if column in sums else column
        for column in columns
    )
    # Names and columns are words of this program.
    connection.execute(
        f"create or replace table {name} as select {told} from ("  # noqa: S608
        f"from {name} union all by name select {lost} from {less}.{name} "
        f"union all by name from {more}.{name}"
        f") group by {', '.join(others)} having sum({sums[0]}) <> 0"
    )

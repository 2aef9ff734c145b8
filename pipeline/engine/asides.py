"""Databases aside: tables made beside the warehouse, out of its rows, that are gone afterwards.

In:     a connection whose present database is the warehouse
Out:    a database in memory, in which tables are made and which shows some of the warehouse's
Errors: duckdb.Error
Note:   in memory, since a connection that is locked down opens no file; it spills as others do
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import duckdb

from pipeline.engine.face import TableName

_ASIDES = count()


def present_database(connection: duckdb.DuckDBPyConnection) -> str:
    """The database in which tables without one are made, and found."""
    rows = connection.execute("select current_database()").fetchall()
    return str(rows[0][0])


@contextmanager
def database_aside(
    connection: duckdb.DuckDBPyConnection, install: Callable[[], None]
) -> Iterator[str]:
    """The name of a database that is there until the block ends; `install` gives it functions."""
    database = f"aside_{next(_ASIDES)}"  # another thread may have one at the same time
    connection.execute(f"attach ':memory:' as {database}")
    try:
        with within(connection, database):
            install()
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

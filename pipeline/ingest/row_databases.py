"""Databases that answer row by row through Python: SQLite and MySQL (or MariaDB).

In:     an address and a query
Out:    the names of the columns, and the rows in batches
Errors: RefusedFileError; JourneysError when the extra `mysql` is not installed
Rule:   the session can only read. SQLite has no types of its own for times: name the source's
        `timezone` or `epoch`. MySQL's TIMESTAMP is an instant, its DATETIME is local time of the
        source's zone.
Source: PyMySQL 1.2 against MariaDB 10.11. That test is skipped where there is no such server, and
        CI has none; MySQL's own server was never tried.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.extras import required
from pipeline.ingest.delivery import RefusedFileError

Answer = tuple[list[str], Iterator[list[Any]]]
_BATCH = 20_000
_PATIENCE_S = 30
# Errors of the server that name tables and rights, never rows.
_SPEAKABLE = (*range(1040, 1050), 1054, 1064, 1142, 1143, 1146, 1792, 1836, *range(2000, 2060))


@contextmanager
def sqlite_rows(address: str, query: str, root: Path) -> Iterator[Answer]:
    """Ask a SQLite file; sqlite:///shop.db starts from the project, sqlite:////shop.db from /."""
    file = root / address.partition("://")[2].removeprefix("/")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            cursor = database.execute(query)
            yield _names(cursor.description), _batches(cursor)
    except sqlite3.Error as error:
        quotes_data = str(error).startswith("Could not decode")
        reason = "a text in it is not UTF-8" if quotes_data else str(error)
        raise RefusedFileError(
            f"The database refuses the query: {reason}.", fix=f"try it with sqlite3 on {file.name}"
        ) from None


@contextmanager
def mysql_rows(address: str, query: str) -> Iterator[Answer]:
    """Ask a MySQL or MariaDB server."""
    pymysql = required("pymysql", extra="mysql", what="A query of MySQL")
    cursors = required("pymysql.cursors", extra="mysql", what="A query of MySQL")
    try:
        with (
            closing(_connected(pymysql, address)) as connection,
            # Unbuffered: the rows are not held in memory.
            closing(connection.cursor(cursors.SSCursor)) as cursor,
        ):
            cursor.execute("set session time_zone = '+00:00'")
            cursor.execute("start transaction read only")
            cursor.execute(query)
            names = _names(cursor.description)
            yield names, _with_instants(cursor, pymysql.constants.FIELD_TYPE.TIMESTAMP)
    except pymysql.MySQLError as error:
        raise _refused_by_mysql(error) from None


def _connected(pymysql: ModuleType, address: str) -> Any:  # noqa: ANN401
    try:
        parts = urlsplit(address)
        port = parts.port or 3306
    except ValueError:
        raise RefusedFileError(
            "The address of the database cannot be read.",
            fix="write special letters of the password as %XX",
        ) from None
    return pymysql.connect(
        host=parts.hostname or "localhost",
        port=port,
        user=unquote(parts.username or "") or None,
        password=unquote(parts.password or ""),
        database=unquote(parts.path.strip("/")) or None,
        charset="utf8mb4",
        connect_timeout=_PATIENCE_S,
    )


def _refused_by_mysql(error: Exception) -> RefusedFileError:
    number, *words = error.args or (0,)
    if number in _SPEAKABLE and words:
        reason = str(words[0])
    else:
        reason = f"error {number}; its words may hold data and are not repeated"
    return RefusedFileError(
        f"The database refuses the query: {reason}.", fix="try it with the mysql client"
    )


def _names(description: Any) -> list[str]:  # noqa: ANN401
    if not description:
        raise RefusedFileError("The query gives no table.", fix="let it be a select")
    return [column[0] for column in description]


def _batches(cursor: Any) -> Iterator[list[Any]]:  # noqa: ANN401
    while rows := cursor.fetchmany(_BATCH):
        yield list(rows)


def _with_instants(cursor: Any, instant: int) -> Iterator[list[Any]]:  # noqa: ANN401
    """Mark the times that are instants: the session is in UTC, the driver does not say so."""
    places = {place for place, column in enumerate(cursor.description) if column[1] == instant}
    for rows in _batches(cursor):
        yield [
            [_in_utc(value) if place in places else value for place, value in enumerate(row)]
            for row in rows
        ]


def _in_utc(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value

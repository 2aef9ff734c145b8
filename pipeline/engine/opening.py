"""Open a database with the settings that every connection of the program has.

In:     the path of a database file (or ":memory:"), limits
Out:    a connection whose tables are those of the file
Errors: duckdb.Error
Source: settings and their order as measured for DuckDB 2.0
"""

from __future__ import annotations

from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import duckdb


def open_database(
    path: Path | str, *, memory_limit: str, threads: int | None, read_only: bool
) -> duckdb.DuckDBPyConnection:
    """A connection to a file, or to a database in memory.

    >>> connection = open_database(":memory:", memory_limit="1GB", threads=1, read_only=False)
    >>> connection.execute("select current_setting('TimeZone')").fetchall()
    [('UTC',)]
    >>> connection.close()
    """
    connection = duckdb.connect(":memory:")
    # In a notebook without ipywidgets DuckDB has no bar, and refuses even to switch it off.
    with suppress(duckdb.InvalidInputException):
        set_option(connection, "enable_progress_bar", value=False)
    # Global, so that connections beside this one have it too.
    connection.execute("set global TimeZone = 'UTC'")
    set_option(connection, "memory_limit", value=memory_limit)
    if threads is not None:
        set_option(connection, "threads", value=threads)
    # Not to try them costs a fifth less when texts are written, and the file is as small.
    set_option(connection, "disabled_compression_methods", value="dictionary,fsst,zstd")
    if str(path) != ":memory:":
        _attach(connection, path, read_only=read_only)
    if not read_only:
        install_functions(connection)
    return connection


def set_option(connection: duckdb.DuckDBPyConnection, option: str, *, value: object) -> None:
    """Set an option of DuckDB, whose name is a word of this program."""
    # SET takes no parameter in the place of the name.
    connection.execute(f"set {option} = ?", [value])


def install_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the present database have the functions that models call."""
    text = files("pipeline.engine").joinpath("duckdb_functions.sql").read_text("utf-8")
    connection.execute(text)


def _attach(connection: duckdb.DuckDBPyConnection, path: Path | str, *, read_only: bool) -> None:
    # Under a name of its own: a file called journeys.duckdb, opened directly, is the catalog
    # "journeys", and DuckDB then cannot tell it from the schema of that name.
    set_option(connection, "temp_directory", value=f"{path}.tmp")
    # A writer's file is a copy, published once it is whole and flushed: a log of its changes
    # would never be read, and to flush that log after each table takes half of a small build.
    how = "read_only" if read_only else "recovery_mode 'no_wal_writes'"
    connection.execute(f"attach ? as warehouse ({how})", [str(path)])
    # What is changed is put into the file eight times as seldom as by itself: a batch changes some
    # rows of many tables, and took an eighth longer. The file is a tenth larger for it.
    set_option(connection, "checkpoint_threshold", value="128MB")
    connection.execute("use warehouse")

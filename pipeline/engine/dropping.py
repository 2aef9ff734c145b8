"""Make room for a table or a view, whatever has its name.

In:     a connection, a name
Out:    the schema of the name is there, and nothing of that name in it
Errors: duckdb.Error
"""

from __future__ import annotations

import duckdb

from pipeline.engine.face import TableName


def drop(connection: duckdb.DuckDBPyConnection, name: TableName, *, in_transaction: bool) -> None:
    """Remove the table or view of this name, if there is one.

    To drop a view as a table is an error, and would end the transaction it happens in. To ask first
    takes four times as long as to try, so that it is done in transactions only.

    >>> connection = duckdb.connect()
    >>> name = TableName.parse("marts.people")
    >>> for kind in ("table", "view", "view"):
    ...     drop(connection, name, in_transaction=kind == "table")
    ...     _ = connection.execute(f"create {kind} {name} as select 1 as n")
    """
    # The parts of a TableName are checked words: nothing from outside reaches this text.
    connection.execute(f"create schema if not exists {name.schema}")
    if in_transaction:
        connection.execute(f"drop {_kind_of(connection, name)} if exists {name}")
        return
    try:
        connection.execute(f"drop table if exists {name}")
    except duckdb.CatalogException:
        connection.execute(f"drop view if exists {name}")


def _kind_of(connection: duckdb.DuckDBPyConnection, name: TableName) -> str:
    views = connection.execute(
        "select 1 from duckdb_views() where database_name = current_database() "
        "and schema_name = ? and view_name = ?",
        [name.schema, name.table],
    ).fetchall()
    return "view" if views else "table"

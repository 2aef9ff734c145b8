"""What an engine can do with rows of some people beside all others.

In:     a connection whose present database is the warehouse
Out:    WithAsides, which DuckDBEngine is
Errors: as of DuckDBEngine
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

import duckdb

from pipeline.engine import asides
from pipeline.engine.face import TableName


class WithAsides(ABC):
    """Makes tables in databases aside, and puts their rows into the warehouse."""

    connection: duckdb.DuckDBPyConnection

    @abstractmethod
    def create_view(self, name: TableName, select: str) -> None:
        """Make or replace `name` as a view."""

    @abstractmethod
    def rename_table(self, name: TableName, new: TableName) -> None:
        """Give a table another name in its schema, in place of what had that name."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All that the block does, or nothing of it."""

    @contextmanager
    def aside(self, seen: Mapping[TableName, TableName]) -> Iterator[None]:
        """Make tables in a database of its own until the block ends; then that is gone.

        It sees tables of the warehouse, each under the name that `seen` gives it.
        """
        with self.database_aside() as database:
            self.show_within(database, seen)
            with self.within(database):
                yield

    def database_aside(self) -> AbstractContextManager[str]:
        """The name of a database in memory that is there until the block ends."""
        return asides.database_aside(self.connection)

    def within(self, database: str) -> AbstractContextManager[None]:
        """Until the block ends tables are made, and found, in a database aside."""
        return asides.within(self.connection, database)

    def show_within(self, database: str, seen: Mapping[TableName, TableName]) -> None:
        """Let a database aside see tables of the warehouse, by the names that `seen` gives them."""
        home = asides.present_database(self.connection)
        with self.within(database):
            for name, original in seen.items():
                self.create_view(name, f"from {home}.{original}")

    def show_rows_within(self, database: str, name: TableName, key: str, kept: TableName) -> None:
        """Let a database aside see the rows of a table whose key is in `kept`, as they are now."""
        home = asides.present_database(self.connection)
        chosen = f"select {key} from {home}.{kept}"  # noqa: S608 - words of this program
        with self.within(database):
            self.create_view(name, f"from {home}.{name} where {key} in ({chosen})")

    def take_rows(self, name: TableName, key: str, gone: TableName, database: str) -> None:
        """Put the rows of a table of a database aside in place of those whose key is in `gone`."""
        with self.transaction():
            asides.put_in_place(self.connection, name, key, gone, f"{database}.{name}")

    def keep_rows(self, name: TableName, key: str, kept: TableName, database: str) -> None:
        """Put the rows of a table whose key is in `kept` into a database aside."""
        asides.keep_rows(self.connection, name, key, kept, f"{database}.{name}")

    def add_rows(self, name: TableName, sums: Sequence[str], *, less: str, more: str) -> None:
        """Add to the sums of a table those of a database aside, and take away those of another."""
        new = TableName(name.schema, f"{name.table}_to_come")
        before, after = f"{less}.{name}", f"{more}.{name}"
        asides.added(self.connection, name, sums, before, after).create(str(new))
        self.rename_table(new, name)

    def replace_rows(
        self, name: TableName, key: str, rows: TableName, gone: TableName | None = None
    ) -> None:
        """Put `rows` into a table in place of those whose key is in `gone`, else in `rows`."""
        asides.put_in_place(self.connection, name, key, gone or rows, str(rows))

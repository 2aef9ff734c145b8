"""What the rest of the program may ask of a database.

In:     table names of the form schema.table; SELECT texts of the portable subset; Arrow tables
Out:    tables, and rows as Arrow tables
Errors: JourneysError that names the table and carries the engine's own message

The portable subset: what DuckDB and Spark both read as it stands. Functions that only one of
them has by that name are given to the other when it opens (see `duckdb_functions.sql`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

_WORD = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, order=True)
class TableName:
    """A table in a schema, both plain lower-case words, safe to write into SQL.

    >>> str(TableName.parse("marts.people"))
    'marts.people'
    """

    schema: str
    table: str

    def __post_init__(self) -> None:
        for word in (self.schema, self.table):
            if not _WORD.fullmatch(word):
                raise ValueError(f"{word!r} is not a plain lower-case word")

    @classmethod
    def parse(cls, text: str) -> TableName:
        """Read "schema.table"."""
        schema, _, table = text.partition(".")
        return cls(schema, table)

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}"


class Engine(Protocol):
    """A database that keeps tables and runs SELECTs."""

    def beside(self) -> AbstractContextManager[Engine]:
        """The same database through another connection, so that two threads can use it."""

    def threads(self) -> int:
        """How many processors one query may use."""

    def on_one_processor(self) -> AbstractContextManager[None]:
        """Until the block ends every query uses one, so that many can run at a time."""

    def leaving_memory(self) -> AbstractContextManager[None]:
        """Until the block ends keep half of the memory free for what is computed outside."""

    def create_schema(self, schema: str) -> None:
        """Make a schema if it is not there."""

    def create_table(self, name: TableName, select: str, plain: Collection[str] = ()) -> None:
        """Make or replace `name` with the rows of `select`.

        Texts of the columns `plain` are all different: not worth looking for ways to write them
        shorter.
        """

    def create_view(self, name: TableName, select: str) -> None:
        """Make or replace `name` as a view: its rows are found anew whenever it is read."""

    def put_table(self, name: TableName, rows: pa.Table, plain: Collection[str] = ()) -> None:
        """Make or replace `name` with `rows`; of `plain` as `create_table` has it."""

    def put_batches(
        self, name: TableName, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
    ) -> None:
        """Make or replace `name` with rows that are asked for batch by batch.

        Whoever gives them may read through another connection meanwhile, see `batches_of`.
        """

    def read_table(self, name: TableName) -> pa.Table:
        """All rows of a table."""

    def append(self, name: TableName, rows: pa.Table) -> None:
        """Add `rows` to an existing table, column by column in its order."""

    def replace_rows(
        self, name: TableName, key: str, rows: TableName, gone: TableName | None = None
    ) -> None:
        """Put `rows` into a table in place of those that have the same `key`."""

    def rename_table(self, name: TableName, new: TableName) -> None:
        """Give a table another name in its schema, in place of what had that name."""

    def drop_table(self, name: TableName) -> None:
        """Let a table or view be gone; one that is not there is gone already."""

    def drop_schema(self, schema: str) -> None:
        """Remove a schema of scratch tables with all that is in it, if it is there."""

    def aside(self, seen: Mapping[TableName, TableName]) -> AbstractContextManager[None]:
        """Make tables in a database of its own until the block ends; then that is gone.

        It sees tables of the warehouse, each under the name that `seen` gives it.
        """

    def database_aside(self) -> AbstractContextManager[str]:
        """The name of a database in memory that is there until the block ends."""

    def within(self, database: str) -> AbstractContextManager[None]:
        """Until the block ends tables are made, and found, in a database aside."""

    def show_within(self, database: str, seen: Mapping[TableName, TableName]) -> None:
        """Let a database aside see tables of the warehouse, by the names that `seen` gives them."""

    def show_rows_within(self, database: str, name: TableName, key: str, kept: TableName) -> None:
        """Let a database aside see the rows of a table whose key is in `kept`, as they are now."""

    def take_rows(self, name: TableName, key: str, gone: TableName, database: str) -> None:
        """Put the rows of a table of a database aside in place of those whose key is in `gone`."""

    def keep_rows(self, name: TableName, key: str, kept: TableName, database: str) -> None:
        """Put the rows of a table whose key is in `kept` into a database aside."""

    def add_rows(self, name: TableName, sums: Sequence[str], *, less: str, more: str) -> None:
        """Add to the sums of a table those of a database aside, and take away those of another."""

    def read(self, select: str, parameters: object = None) -> pa.Table:
        """The rows of `select`, whose `$name` are filled in from `parameters`."""

    def execute_file(self, script: str, parameters: object = None) -> None:
        """Run one file below sql/ for its effect."""

    def batches_of(
        self, select: str, rows: int, order: Sequence[str] = (), parameters: object = None
    ) -> AbstractContextManager[Iterable[pa.RecordBatch]]:
        """The rows of `select` in batches of so many, through a connection beside this one.

        Sorted by some columns, or as they come: in the order of a table that is only gone along.
        """

    def exists(self, name: TableName) -> bool:
        """Whether there is such a table or view."""

    def count(self, name: TableName) -> int:
        """How many rows a table has."""

    def columns(self, name: TableName) -> list[str]:
        """The columns of a table, in order."""

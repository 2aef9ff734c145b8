"""What the rest of the program may ask of a database.

In:     table names of the form schema.table; SELECT texts of the portable subset; Arrow tables
Out:    tables, and rows as Arrow tables
Errors: JourneysError that names the table and carries the engine's own message

The portable subset: what DuckDB and Spark both read as it stands. Functions that only one of
them has by that name are given to the other when it opens (see `duckdb_functions.sql`).
"""

from __future__ import annotations

import re
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

    def create_table(self, name: TableName, select: str) -> None:
        """Make or replace `name` with the rows of `select`."""

    def put_table(self, name: TableName, rows: pa.Table) -> None:
        """Make or replace `name` with `rows`."""

    def read(self, select: str) -> pa.Table:
        """The rows of `select`."""

    def columns(self, name: TableName) -> list[str]:
        """The columns of a table, in order."""

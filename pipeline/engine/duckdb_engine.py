"""DuckDB behind the engine face.

In:     the path of a database file (or ":memory:"), limits
Out:    DuckDBEngine, to be closed by its owner
Errors: JourneysError with the table's name and DuckDB's message
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from pipeline.engine.dropping import drop
from pipeline.engine.face import TableName
from pipeline.engine.memory import half_of
from pipeline.engine.opening import open_database, set_option
from pipeline.engine.plain import create_empty
from pipeline.engine.with_asides import WithAsides
from pipeline.errors import JourneysError
from pipeline.sqlfiles import sql_text


class DuckDBEngine(WithAsides):
    """One connection to one database file, for one writer or many readers."""

    def __init__(
        self,
        path: Path | str,
        *,
        memory_limit: str = "1600MB",
        threads: int | None = None,
        read_only: bool = False,
    ) -> None:
        self.connection = open_database(
            path, memory_limit=memory_limit, threads=threads, read_only=read_only
        )
        self._memory_limit = memory_limit
        self._in_transaction = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def beside(self) -> Iterator[DuckDBEngine]:
        """The same database through another connection, so that two threads can use it."""
        other = copy(self)
        other.connection = self.connection.cursor()
        other._in_transaction = False  # noqa: SLF001 - of this class
        try:
            other.execute(f"use {self.scalar('select current_database()')}")
            yield other
        finally:
            other.close()

    def threads(self) -> int:
        """How many processors one query may use."""
        return int(self.scalar("select current_setting('threads')"))

    @contextmanager
    def on_one_processor(self) -> Iterator[None]:
        """Until the block ends every query uses one, so that many can run at a time."""
        threads = self.threads()
        set_option(self.connection, "threads", value=1)
        try:
            yield
        finally:
            set_option(self.connection, "threads", value=threads)

    @contextmanager
    def leaving_memory(self) -> Iterator[None]:
        """Until the block ends keep half of the memory free for what is computed outside.

        DuckDB keeps what it has read until its limit is full, and arrays of millions of steps come
        on top of that. What it has kept beyond the half is dropped at once, but for changes that
        are not yet in the file: so they are put there.
        """
        self.checkpoint()
        now = str(self.scalar("select current_setting('memory_limit')"))
        set_option(self.connection, "memory_limit", value=half_of(now))
        try:
            yield
        finally:
            set_option(self.connection, "memory_limit", value=self._memory_limit)

    def create_schema(self, schema: str) -> None:
        """Make a schema if it is not there."""
        # A TableName is made of checked words only, whoever gave this one.
        self.execute(f"create schema if not exists {TableName(schema, 'x').schema}")

    def lock_down(self) -> None:
        """From here on SQL reaches nothing but this database, whatever it says."""
        set_option(self.connection, "enable_external_access", value=False)
        set_option(self.connection, "allowed_configs", value=["threads", "memory_limit"])
        set_option(self.connection, "lock_configuration", value=True)

    def create_table(self, name: TableName, select: str, plain: Collection[str] = ()) -> None:
        """Make or replace `name` with the rows of `select`; texts of `plain` as they are."""
        self._drop(name)
        try:
            # A relation is bound twice. The name is made of checked words, the SELECT is a file
            # of this program.
            if plain:
                create_empty(self.connection, name, self.connection.sql(select), plain)
                self.connection.execute(f"insert into {name}\n{select}")
            else:
                self.connection.execute(f"create table {name} as\n{select}")
        except duckdb.OutOfMemoryException as error:
            raise JourneysError(
                str(error).partition("\n")[0],
                where=f"the model of {name}",
                fix="raise memory_limit in [warehouse], or JOURNEYS_WAREHOUSE__MEMORY_LIMIT",
            ) from error
        except duckdb.Error as error:
            raise JourneysError(str(error), where=f"the model of {name}") from error

    def create_view(self, name: TableName, select: str) -> None:
        """Make or replace `name` as a view: its rows are found anew whenever it is read."""
        self._drop(name)
        try:
            self.connection.execute(f"create view {name} as\n{select}")
        except duckdb.Error as error:
            raise JourneysError(str(error), where=f"the model of {name}") from error

    def put_table(self, name: TableName, rows: pa.Table, plain: Collection[str] = ()) -> None:
        """Make or replace `name` with `rows`; texts of `plain` as they are."""
        self._drop(name)
        relation = self.connection.from_arrow(rows)
        if plain:
            create_empty(self.connection, name, relation, plain)
            relation.insert_into(str(name))
        else:
            relation.create(str(name))

    def put_batches(
        self, name: TableName, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
    ) -> None:
        """Make or replace `name` with rows that are asked for batch by batch."""
        self._drop(name)
        rows = pa.RecordBatchReader.from_batches(schema, batches)
        self.connection.from_arrow(rows).create(str(name))

    def append(self, name: TableName, rows: pa.Table) -> None:
        """Add `rows` to an existing table, column by column in its order."""
        self.connection.from_arrow(rows.select(self.columns(name))).insert_into(str(name))

    def rename_table(self, name: TableName, new: TableName) -> None:
        """Give a table another name in its schema, in place of what had that name."""
        self._drop(new)
        self.connection.execute(f"alter table {name} rename to {new.table}")

    def drop_table(self, name: TableName) -> None:
        """Let a table or view be gone."""
        self._drop(name)

    def drop_schema(self, schema: str) -> None:
        """Remove a schema of scratch tables with all that is in it, if it is there."""
        # A TableName is made of checked words only, whoever gave this one.
        checked = TableName(schema, "x").schema
        self.connection.execute(f"drop schema if exists {checked} cascade")

    @contextmanager
    def unnamed_in(self, schema: str) -> Iterator[None]:
        """Until the block ends, what is made without a schema is of `schema`; then that is gone."""
        home = self.scalar("select current_database()")
        self.create_schema(schema)
        self.execute(f"use {home}.{schema}")
        try:
            yield
        finally:
            self.execute(f"use {home}")
            self.drop_schema(schema)

    def count(self, name: TableName) -> int:
        """How many rows a table has."""
        return int(self.scalar(f"select count(*) from {name}"))  # noqa: S608 - checked words

    def read_table(self, name: TableName) -> pa.Table:
        """All rows of a table."""
        return self.connection.table(str(name)).to_arrow_table()

    def read(self, select: str, parameters: object = None) -> pa.Table:
        """The rows of `select`."""
        return self.connection.sql(select, params=parameters).to_arrow_table()

    @contextmanager
    def batches_of(
        self, select: str, rows: int, order: Sequence[str] = (), parameters: object = None
    ) -> Iterator[Iterable[pa.RecordBatch]]:
        """The rows of `select` in batches of so many, through a connection beside this one.

        Sorted by some columns, or as they come: in the order of a table that is only gone along.
        """
        with self.beside() as other:
            found = other.connection.sql(select, params=parameters)
            yield (found.order(", ".join(order)) if order else found).to_arrow_reader(rows)

    def execute(self, statement: str, parameters: object = None) -> None:
        """Run one statement for its effect."""
        self.connection.execute(statement, parameters)

    def execute_file(self, script: str, parameters: object = None) -> None:
        """Run one file below sql/ for its effect."""
        self.execute(sql_text(script), parameters)

    def columns(self, name: TableName) -> list[str]:
        """The columns of a table, in order."""
        return list(self.connection.table(str(name)).columns)

    def exists(self, name: TableName) -> bool:
        """Whether there is such a table or view."""
        found = self.connection.execute(
            "select 1 from information_schema.tables "
            "where table_catalog = current_database() and table_schema = ? and table_name = ?",
            [name.schema, name.table],
        ).fetchall()
        return bool(found)

    def scalar(self, select: str, parameters: object = None) -> Any:  # noqa: ANN401
        """The single value of a SELECT of one row and one column."""
        rows = self.connection.execute(select, parameters).fetchall()
        return rows[0][0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that the block does, or nothing of it."""
        self.execute("begin")
        self._in_transaction = True
        try:
            yield
            self.execute("commit")
        except BaseException:
            self.execute("rollback")
            raise
        finally:
            self._in_transaction = False

    def checkpoint(self) -> None:
        """Write everything into the database file; raises when the disk refuses."""
        self.connection.execute("force checkpoint")

    def _drop(self, name: TableName) -> None:
        drop(self.connection, name, in_transaction=self._in_transaction)

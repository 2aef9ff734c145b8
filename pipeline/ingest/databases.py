"""The answer of a database to a source's query, as a Parquet file of this run.

In:     a source with a query, and the address of its database, from the configuration or from the
        variable of the environment that it names
Out:    a Parquet file with a column per column of the answer, in the order of the answer
Errors: RefusedFileError for a database that does not answer or refuses the query, for an answer
        without rows, with a column twice, or of a type that cannot be read without guessing;
        JourneysError when the variable is not set or the extra is not installed
Rule:   the query can only read. No password and no row of the database stands in an error.
Note:   an answer is known by its bytes, so a query should end in `order by`; a new answer takes the
        place of the one before. Each kind of database has a module of its own: postgres.py, and
        row_databases.py for SQLite and MySQL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.config import Source
from pipeline.config.origins import database_kind
from pipeline.errors import JourneysError
from pipeline.ingest.addresses import without_secrets
from pipeline.ingest.cells import as_text
from pipeline.ingest.delivery import RefusedFileError
from pipeline.ingest.postgres import postgres_batches
from pipeline.ingest.row_databases import mysql_rows, sqlite_rows

ANSWER = "query.parquet"
_Batches = Iterable[pa.RecordBatch]


def answer(
    source: Source, root: Path, scratch: Path, environ: Mapping[str, str] | None = None
) -> Path:
    """Ask the query of `source` and write what comes back into `scratch`."""
    address = _address(source, os.environ if environ is None else environ)
    kind = _kind(source, address)
    target = scratch / ANSWER
    try:
        rows = _write(_BATCHES[kind](address, f"{source.query}\n", root), target)
    except RefusedFileError as error:
        raise RefusedFileError(
            without_secrets(error.what, address), where=_where(source), fix=error.fix
        ) from None
    if not rows:
        raise RefusedFileError(
            "The query gives no row.", where=_where(source), fix="what it gave before stays"
        )
    return target


def _where(source: Source) -> str:
    return f'[[source]] "{source.name}" key "query"'


def _address(source: Source, environ: Mapping[str, str]) -> str:
    if source.database is not None:
        return source.database
    address = environ.get(source.database_env or "", "").strip()
    if not address:
        raise JourneysError(
            f"The variable {source.database_env} is not set.",
            where=f'[[source]] "{source.name}" key "database_env"',
            fix="put the address of the database into it",
        )
    return address


def _kind(source: Source, address: str) -> str:
    try:
        return database_kind(address)
    except ValueError as error:
        raise JourneysError(
            f"The variable {source.database_env} is of no use: {error}.",
            where=f'[[source]] "{source.name}" key "database_env"',
        ) from None


def _write(batches: _Batches, target: Path) -> int:
    """Write batches as they come; return how many rows there were."""
    rows, writer = 0, None
    try:
        for batch in batches:
            if writer is None:
                _refuse_doubled(batch.schema.names)
                writer = pq.ParquetWriter(target, batch.schema, compression="zstd")
            writer.write_batch(batch)
            rows += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return rows


def _refuse_doubled(names: list[str]) -> None:
    """A name twice, but for the case of its letters, is one that DuckDB cannot tell apart."""
    lower = [name.lower() for name in names]
    doubled = sorted({name for name in lower if lower.count(name) > 1})
    if doubled:
        raise RefusedFileError(
            f"The query gives the column {doubled[0]!r} more than once.",
            fix=f"give one of them another name: {doubled[0]} as other_{doubled[0]}",
        )


def _text_batches(names: list[str], batches: Iterable[Sequence[Sequence[object]]]) -> _Batches:
    """Rows of Python values as batches of text."""
    schema = pa.schema([(name, pa.string()) for name in names])
    for rows in batches:
        columns = [[as_text(row[place]) for row in rows] for place in range(len(names))]
        yield pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=schema)


def _sqlite(address: str, query: str, root: Path) -> _Batches:
    with sqlite_rows(address, query, root) as (names, batches):
        yield from _text_batches(names, batches)


def _mysql(address: str, query: str, root: Path) -> _Batches:
    del root
    with mysql_rows(address, query) as (names, batches):
        yield from _text_batches(names, batches)


def _postgres(address: str, query: str, root: Path) -> _Batches:
    del root
    yield from postgres_batches(address, query)


_BATCHES: dict[str, Callable[[str, str, Path], _Batches]] = {
    "postgres": _postgres,
    "mysql": _mysql,
    "sqlite": _sqlite,
}

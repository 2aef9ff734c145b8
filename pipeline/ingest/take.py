"""Take one file: read it, run the steps of its format, keep what is good and what is not.

In:     an engine, a source, a delivery
Out:    rows of the raw tables, of raw.files, raw.file_columns and raw.rejects, in one transaction;
        a FileReport
Errors: RefusedFileError for a file of which no row can be taken
Rule:   records read = kept + rejected, or the load stops
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.engine.raw_tables import delete_file
from pipeline.ingest.delivery import Delivery, RefusedFileError
from pipeline.ingest.event_tables import ALL_EVENTS, event_tables, table_of, with_columns
from pipeline.ingest.file_columns import keep_columns
from pipeline.ingest.formats import FORMATS, RAW_TABLES
from pipeline.ingest.readers import Fault, reading
from pipeline.ingest.steps import run_all


@dataclass(frozen=True)
class FileReport:
    """What became of one file: `read` = `kept` + `rejected` records of a file that was taken."""

    source: str
    name: str
    status: Literal["taken", "replaced", "known", "growing", "refused", "retried"]
    read: int = 0
    kept: int = 0
    rejected: int = 0
    reason: str = ""


def take(
    engine: DuckDBEngine, source: Source, delivery: Delivery, mapping: str, file_id: int
) -> FileReport:
    """Take `delivery` as the file `file_id` unless it is known; all of it or nothing."""
    rows = engine.connection.execute(
        "select mapping from raw.files where source = ? and sha256 = ?",
        [source.name, delivery.sha256],
    ).fetchall()
    if rows == [(mapping,)]:
        return _known(engine, source, delivery)
    _make_table(engine, source)
    with engine.transaction():
        replaced = forget(
            engine,
            "select file_id from raw.files where source = ? and (path = ? or sha256 = ?)",
            [source.name, delivery.name, delivery.sha256],
        )
        status: Literal["taken", "replaced"] = "replaced" if replaced else "taken"
        return _read(engine, source, delivery, mapping, file_id, status)


def _make_table(engine: DuckDBEngine, source: Source) -> None:
    """Make the table of a source's events before the transaction that fills it.

    DuckDB 2.0 shows no row of a table in a `union all` with an empty one, if the table was made and
    filled from Parquet in one transaction and was not checkpointed since.
    """
    if any(step.table == ALL_EVENTS for step in FORMATS[source.format].steps):
        with_columns(engine, source.name, ())


def _known(engine: DuckDBEngine, source: Source, delivery: Delivery) -> FileReport:
    """The same content under this path: what the path gave before goes, the content stays.

    It is now known under this path, so that a log that was renamed is not taken for the one that
    comes in its place.
    """
    forget(
        engine,
        "select file_id from raw.files where source = ? and path = ? and sha256 <> ?",
        [source.name, delivery.name, delivery.sha256],
    )
    engine.execute(
        "update raw.files set path = ? where source = ? and sha256 = ?",
        [delivery.name, source.name, delivery.sha256],
    )
    return FileReport(source.name, delivery.name, "known")


def forget(engine: DuckDBEngine, select: str, parameters: list[Any]) -> int:
    """Remove the files that `select` names by file_id, and all they gave; return how many."""
    doomed = engine.connection.execute(select, parameters).fetchall()
    for (file_id,) in doomed:
        tables = [table for table in RAW_TABLES if table != ALL_EVENTS]
        files = [TableName("raw", name) for name in ("rejects", "file_columns", "files")]
        for table in (*tables, *event_tables(engine), *files):
            delete_file(engine, table, file_id)
    return len(doomed)


def keep_rejects(
    engine: DuckDBEngine, source: str, name: str, file_id: int, rejects: list[Fault]
) -> None:
    """Put rejects on record, each with its reason and the row itself."""
    if rejects:
        engine.connection.executemany(
            "insert into raw.rejects values (?, ?, ?, ?, ?, now(), ?)",
            [(source, name, line, reason, row, file_id) for line, reason, row in rejects],
        )


def _read(
    engine: DuckDBEngine,
    source: Source,
    delivery: Delivery,
    mapping: str,
    file_id: int,
    status: Literal["taken", "replaced"],
) -> FileReport:
    with reading(delivery):
        faults = _deliver(engine, source, delivery)
    refused, delivered = run_all(engine, source, delivery, file_id)
    late = FORMATS[source.format].late_faults(engine, source, delivery)
    if late:
        delete_file(engine, table_of(source.name), file_id)
        faults = late
        refused, delivered = run_all(engine, source, delivery, file_id)
    rejects = faults + refused
    kept = delivered - len(refused)
    if not kept:
        raise _nothing_taken(delivery, rejects)
    keep_rejects(engine, source.name, delivery.name, file_id, rejects)
    labels = FORMATS[source.format].labels
    if labels is not None:
        keep_columns(engine, source, file_id, labels(engine, source, delivery))
    report = FileReport(source.name, delivery.name, status, kept + len(rejects), kept, len(rejects))
    engine.execute(
        "insert into raw.files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())",
        [
            *(file_id, source.name, source.format, delivery.name, delivery.sha256, mapping),
            *(delivery.size, report.read, report.kept, report.rejected),
        ],
    )
    return report


def _deliver(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    readers = FORMATS[source.format].readers
    if delivery.kind not in readers:
        raise RefusedFileError(
            f"The format {source.format} comes as {' or '.join(sorted(readers))}, "
            f"but this file is {delivery.kind}.",
            where=delivery.name,
        )
    return readers[delivery.kind](engine, source, delivery)


def _nothing_taken(delivery: Delivery, rejects: list[Fault]) -> RefusedFileError:
    """A file of which no row is good is not a bad row or two: the source is described wrongly."""
    if not rejects:
        return RefusedFileError(
            "The file is refused: it holds no record.",
            where=delivery.name,
            fix="nothing is lost; a file that has only a header need not be delivered",
        )
    first = "; the first, line {}: {}".format(*rejects[0][:2])
    return RefusedFileError(
        f"No row of this file can be taken: {len(rejects)} are rejected{first}.",
        where=delivery.name,
        fix="compare the file with its [[source]] in journeys.toml",
    )

"""Take one file: read it, run the steps of its format, keep what is good and what is not.

In:     an engine, a source, a delivery
Out:    rows of the raw tables, of raw.files and raw.rejects, in one transaction; a FileReport
Errors: RefusedFileError for a file of which no row can be taken
Rule:   records read = kept + rejected, or the load stops
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from duckdb import ColumnExpression, ConstantExpression, DuckDBPyRelation

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError
from pipeline.ingest.currency import with_known_currencies
from pipeline.ingest.delivery import Delivery, RefusedFileError
from pipeline.ingest.formats import FORMATS, RAW_TABLES
from pipeline.ingest.formats.base import EVENTS, Step, parameters_of
from pipeline.ingest.limits import LIMITS
from pipeline.ingest.readers import Fault

_HOUR_US = 3_600_000_000


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


def take(engine: DuckDBEngine, source: Source, delivery: Delivery, mapping: str) -> FileReport:
    """Take `delivery` unless it is known; all of it or nothing."""
    rows = engine.connection.execute(
        "select mapping from raw.files where source = ? and sha256 = ?",
        [source.name, delivery.sha256],
    ).fetchall()
    if rows == [(mapping,)]:
        return _known(engine, source, delivery)
    engine.execute("begin")
    try:
        replaced = forget(
            engine,
            "select file_id from raw.files where source = ? and (path = ? or sha256 = ?)",
            [source.name, delivery.name, delivery.sha256],
        )
        report = _read(engine, source, delivery, mapping, "replaced" if replaced else "taken")
        engine.execute("commit")
    except BaseException:
        engine.execute("rollback")
        raise
    return report


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
        for table in (*RAW_TABLES, TableName("raw", "rejects"), TableName("raw", "files")):
            engine.delete_file(table, file_id)
    return len(doomed)


def run_steps(engine: DuckDBEngine, source: Source, file_id: int) -> tuple[list[Fault], int]:
    """Run the steps of a format on what was delivered.

    Returns the rejects, one per record, and how many records the steps saw.
    """
    latest_us = time.time_ns() // 1000 + _HOUR_US
    parameters = parameters_of(source, file_id=file_id, latest_us=latest_us)
    rejects: dict[int, Fault] = {}
    seen = 0
    for step in FORMATS[source.format].steps:
        engine.execute_file(step.script, {name: parameters[name] for name in step.parameters})
        engine.execute_file("load/too_long.sql", {"bytes": LIMITS.line_bytes})
        incoming = with_known_currencies(engine.connection.table("incoming"))
        if not step.derived:
            seen += incoming.aggregate("count(distinct record_no)").fetchall()[0][0]
        refused = incoming.filter("reject_reason is not null").order("record_no, reject_reason")
        for fault in refused.select("record_no", "reject_reason", "row_text").fetchall():
            rejects.setdefault(fault[0], fault)
        _insert(engine, step, incoming, source.name, file_id)
    return [rejects[record_no] for record_no in sorted(rejects)], seen


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
    status: Literal["taken", "replaced"],
) -> FileReport:
    file_id = engine.scalar("select 1 + coalesce(max(file_id), 0) from raw.files")
    faults = _deliver(engine, source, delivery)
    delivered = count_delivered(engine, source)
    refused, seen = run_steps(engine, source, file_id)
    require_all_seen(delivered, seen, delivery.name)
    rejects = faults + refused
    kept = delivered - len(refused)
    if not kept:
        raise _nothing_taken(delivery, rejects)
    keep_rejects(engine, source.name, delivery.name, file_id, rejects)
    report = FileReport(source.name, delivery.name, status, kept + len(rejects), kept, len(rejects))
    engine.execute(
        "insert into raw.files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())",
        [
            *(file_id, source.name, source.format, delivery.name, delivery.sha256, mapping),
            *(delivery.size, report.read, report.kept, report.rejected),
        ],
    )
    return report


def count_delivered(engine: DuckDBEngine, source: Source) -> int:
    """How many records the reader of this source's format has delivered."""
    view = engine.connection.view(FORMATS[source.format].view)
    count: int = view.aggregate("count(distinct record_no)").fetchall()[0][0]
    return count


def require_all_seen(delivered: int, seen: int, name: str) -> None:
    """Stop when the steps of a format passed over a record."""
    if seen != delivered:
        raise JourneysError(
            f"{delivered} records were delivered but {seen} were accounted for.",
            where=name,
            fix="this is a fault of the program; please report it with the format of the file",
        )


def _deliver(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    readers = FORMATS[source.format].readers
    if delivery.kind not in readers:
        raise RefusedFileError(
            f"The format {source.format} comes as {' or '.join(sorted(readers))}, "
            f"but this file is {delivery.kind}.",
            where=delivery.name,
        )
    return readers[delivery.kind](engine, source, delivery)


def _insert(
    engine: DuckDBEngine, step: Step, incoming: DuckDBPyRelation, source: str, file_id: int
) -> None:
    """Move the good records of `incoming` into the step's raw table, each whole.

    A record that gives several rows is rejected with all of them when one is bad. A good record
    that is no event (a heartbeat, say) has no `event` and stays out.
    """
    bad = incoming.filter("reject_reason is not null").select("record_no").distinct()
    good = incoming.set_alias("records").join(bad.set_alias("bad"), "record_no", how="anti")
    if step.table == EVENTS:
        good = good.filter("event is not null")
    constants = {"source": ConstantExpression(source), "file_id": ConstantExpression(file_id)}
    given = {name: ColumnExpression(name) for name in good.columns} | constants
    columns = [
        given.get(name, ConstantExpression(None)).alias(name) for name in engine.columns(step.table)
    ]
    good.select(*columns).insert_into(str(step.table))


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

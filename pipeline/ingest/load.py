"""Take new files into the raw layer, each whole and once.

In:     a project and an engine on a private copy of the warehouse
Out:    raw tables, raw.files and raw.rejects; one FileReport per file
Errors: JourneysError for a file that cannot be taken at all
Rule:   a file is known by source, content and mapping. Known: skipped. The same path with other
        content, or a mapping that changed: what it gave before is removed and it is read anew.
        For each file, records read = kept + rejected, or the load stops.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duckdb import ColumnExpression, ConstantExpression

from pipeline.config import Project, Source
from pipeline.config.files import matching_files
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError
from pipeline.ingest.delivery import Delivery, look_at
from pipeline.ingest.formats import FORMATS, RAW_TABLES
from pipeline.ingest.formats.base import Step, parameters_of
from pipeline.ingest.readers import Fault
from pipeline.sqlfiles import sql_text

_HOUR_US = 3_600_000_000


@dataclass(frozen=True)
class FileReport:
    """What became of one file: `read` = `kept` + `rejected` records; none when it was known."""

    source: str
    name: str
    read: int
    kept: int
    rejected: int
    skipped: bool = False


def load_sources(engine: DuckDBEngine, project: Project) -> Iterator[FileReport]:
    """Take every file of every source, in the order of the configuration."""
    engine.execute(sql_text("load/tables.sql"))
    names = [source.name for source in project.config.source]
    _forget(engine, "select file_id from raw.files where source not in (select unnest(?))", [names])
    for source in project.config.source:
        mapping = _mapping_hash(source)
        of_old_mapping = "select file_id from raw.files where source = ? and mapping <> ?"
        _forget(engine, of_old_mapping, [source.name, mapping])
        for path in _files(project, source):
            yield _take(engine, source, look_at(path, _name(path, project)), mapping)


def _files(project: Project, source: Source) -> list[Path]:
    found = (path for pattern in source.files for path in matching_files(project.root, pattern))
    return sorted(dict.fromkeys(found))


def _name(path: Path, project: Project) -> str:
    inside = path.is_relative_to(project.root)
    return str(path.relative_to(project.root) if inside else path)


def _mapping_hash(source: Source) -> str:
    """Everything that decides how a file of this source is read, the SQL included."""
    digest = hashlib.sha256(source.model_dump_json(exclude={"files", "kind"}).encode())
    readers = ("load/json_lines.sql", "load/csv_rows.sql", "load/parquet_rows.sql")
    for script in (*readers, *(step.script for step in FORMATS[source.format].steps)):
        digest.update(sql_text(script).encode())
    return digest.hexdigest()


def _take(engine: DuckDBEngine, source: Source, delivery: Delivery, mapping: str) -> FileReport:
    known = engine.scalar(
        "select count(*) from raw.files where source = ? and sha256 = ?",
        [source.name, delivery.sha256],
    )
    if known:
        return FileReport(source.name, delivery.name, 0, 0, 0, skipped=True)
    engine.execute("begin")
    try:
        of_this_path = "select file_id from raw.files where source = ? and path = ?"
        _forget(engine, of_this_path, [source.name, delivery.name])
        report = _read(engine, source, delivery, mapping)
        engine.execute("commit")
    except BaseException:
        engine.execute("rollback")
        raise
    return report


def _read(engine: DuckDBEngine, source: Source, delivery: Delivery, mapping: str) -> FileReport:
    file_id = engine.scalar("select 1 + coalesce(max(file_id), 0) from raw.files")
    faults = _deliver(engine, source, delivery)
    delivered = (
        engine.connection.view(FORMATS[source.format].view).aggregate("count(*)").fetchall()[0][0]
    )
    refused, seen = _run_steps(engine, source, file_id)
    if seen != delivered:
        raise JourneysError(
            f"{delivered} records were delivered but {seen} were accounted for.",
            where=delivery.name,
            fix="this is a fault of the program; please report it with the format of the file",
        )
    if not delivered - len(refused):
        raise _nothing_taken(delivery, faults + refused)
    _keep_rejects(engine, source, delivery, file_id, faults + refused)
    rejected = len(faults) + len(refused)
    report = FileReport(
        source.name, delivery.name, delivered + len(faults), delivered - len(refused), rejected
    )
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
        raise JourneysError(
            f"The format {source.format} comes as {' or '.join(sorted(readers))}, "
            f"but this file is {delivery.kind}.",
            where=delivery.name,
        )
    return readers[delivery.kind](engine, source, delivery)


def _run_steps(engine: DuckDBEngine, source: Source, file_id: int) -> tuple[list[Fault], int]:
    """Run the steps of a format; return its rejects and how many records the steps saw."""
    latest_us = time.time_ns() // 1000 + _HOUR_US
    parameters = parameters_of(source, file_id=file_id, latest_us=latest_us)
    rejects: dict[int, Fault] = {}
    seen = 0
    for step in FORMATS[source.format].steps:
        engine.execute(sql_text(step.script), {name: parameters[name] for name in step.parameters})
        incoming = engine.connection.table("incoming")
        if not step.derived:
            seen += incoming.aggregate("count(distinct record_no)").fetchall()[0][0]
        refused = incoming.filter("reject_reason is not null").order("record_no, reject_reason")
        columns = refused.select("record_no", "reject_reason", "row_text")
        for record_no, reason, row in columns.fetchall():
            rejects.setdefault(record_no, (record_no, reason, row))
        _insert(engine, step, source.name, file_id)
    return [rejects[record_no] for record_no in sorted(rejects)], seen


def _insert(engine: DuckDBEngine, step: Step, source: str, file_id: int) -> None:
    """Move the good rows of `incoming` into the step's raw table."""
    good = engine.connection.table("incoming").filter("reject_reason is null")
    constants = {"source": ConstantExpression(source), "file_id": ConstantExpression(file_id)}
    given = {name: ColumnExpression(name) for name in good.columns} | constants
    columns = [
        given.get(name, ConstantExpression(None)).alias(name) for name in engine.columns(step.table)
    ]
    good.select(*columns).insert_into(str(step.table))


def _nothing_taken(delivery: Delivery, rejects: list[Fault]) -> JourneysError:
    """A file of which no row is good is not a bad row or two: the source is described wrongly."""
    first = "; the first, line {}: {}".format(*rejects[0][:2]) if rejects else ""
    return JourneysError(
        f"No row of this file can be taken: {len(rejects)} are rejected{first}.",
        where=delivery.name,
        fix="compare the file with its [[source]] in journeys.toml",
    )


def _keep_rejects(
    engine: DuckDBEngine,
    source: Source,
    delivery: Delivery,
    file_id: int,
    rejects: list[Fault],
) -> None:
    if rejects:
        engine.connection.executemany(
            "insert into raw.rejects values (?, ?, ?, ?, ?, now(), ?)",
            [
                (source.name, delivery.name, line, reason, row, file_id)
                for line, reason, row in rejects
            ],
        )


def _forget(engine: DuckDBEngine, select: str, parameters: list[Any]) -> None:
    """Remove the files that `select` names by file_id, and all they gave."""
    for (file_id,) in engine.connection.execute(select, parameters).fetchall():
        for table in (*RAW_TABLES, TableName("raw", "rejects"), TableName("raw", "files")):
            engine.delete_file(table, file_id)

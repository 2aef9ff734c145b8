"""Take new files into the raw layer, each whole and once.

In:     a project and an engine on a private copy of the warehouse
Out:    raw tables, raw.files, raw.rejects and raw.refused_files; one FileReport per file
Errors: JourneysError when a source gives nothing at all; TooManyRejectsError (exit 4)
Rule:   a file is known by source and content: delivered again, under whatever name, it is skipped.
        The same path with other content replaces what the path gave before. When the mapping of a
        source changes, its files that are still there are read anew; what came from files that are
        gone stays as it was taken. A file that cannot be taken is refused by name and the others go
        on; one that is still being written is left for the next run.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.config import Project, Source
from pipeline.config.files import matching_files
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError, PromiseBrokenError
from pipeline.ingest.delivery import GrowingFileError, RefusedFileError, look_at
from pipeline.ingest.formats import FORMATS
from pipeline.ingest.take import FileReport, forget, take
from pipeline.sqlfiles import sql_text

_ENOUGH_ROWS = 20


class TooManyRejectsError(PromiseBrokenError):
    """So many rows of a source were rejected that the rest cannot be trusted."""


def load_sources(engine: DuckDBEngine, project: Project) -> Iterator[FileReport]:
    """Take every file of every source, in the order of the configuration."""
    engine.execute(sql_text("load/tables.sql"))
    engine.execute(sql_text("load/tables_hubspot.sql"))
    names = [source.name for source in project.config.source]
    forget(engine, "select file_id from raw.files where source not in (select unnest(?))", [names])
    engine.execute("delete from raw.refused_files")
    for source in project.config.source:
        reports = []
        for report in _load_source(engine, project, source):
            reports.append(report)
            yield report
        _refuse_nothing(engine, source, reports)
        _refuse_too_many_rejects(source, reports, project.config.load.max_rejected_share)


def _load_source(engine: DuckDBEngine, project: Project, source: Source) -> Iterator[FileReport]:
    mapping = _mapping_hash(source)
    with tempfile.TemporaryDirectory(prefix="journeys-") as scratch:
        for path in _files(project, source):
            name = _name(path, project)
            try:
                delivery = look_at(path, name, encoding=source.encoding, scratch=Path(scratch))
                yield take(engine, source, delivery, mapping)
            except GrowingFileError:
                yield FileReport(source.name, name, "growing")
            except RefusedFileError as error:
                _record_refusal(engine, source, name, error)
                yield FileReport(source.name, name, "refused", reason=error.what)


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


def _record_refusal(
    engine: DuckDBEngine, source: Source, name: str, error: RefusedFileError
) -> None:
    engine.execute(
        "insert into raw.refused_files values (?, ?, ?, now())", [source.name, name, error.what]
    )


def _refuse_nothing(engine: DuckDBEngine, source: Source, reports: list[FileReport]) -> None:
    """A source of which nothing was ever taken is described wrongly, or its files are broken."""
    taken = engine.scalar("select count(*) from raw.files where source = ?", [source.name])
    refusals = [report for report in reports if report.status == "refused"]
    if not taken and refusals:
        raise JourneysError(
            f"Nothing of the source {source.name} can be taken: {refusals[0].reason}",
            where=", ".join(report.name for report in refusals),
            fix="compare the files with the [[source]] in journeys.toml",
        )


def _refuse_too_many_rejects(source: Source, reports: list[FileReport], max_share: float) -> None:
    read, rejected = (sum(getattr(r, name) for r in reports) for name in ("read", "rejected"))
    if rejected >= _ENOUGH_ROWS and rejected > max_share * read:
        raise TooManyRejectsError(
            f"{rejected:,} of {read:,} rows of the source {source.name} were rejected, more than "
            f"the share of {max_share:.0%} that is allowed.",
            where="raw.rejects in the copy of the warehouse that ends in .broken",
            fix="mend the mapping in journeys.toml, or raise load.max_rejected_share",
        )

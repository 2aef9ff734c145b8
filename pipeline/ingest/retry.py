"""Rejected rows, once more: after the mapping is mended, for files that need not be there any more.

In:     raw.rejects, and the sources as they are described now
Out:    rows that are good now move to the raw tables of their file; the others stay, with the
        reason they have now; one FileReport per file
Errors: as of the load
Rule:   lines that could not even be split into fields, or are no JSON, stay as they are
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.config import Project, Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.event_tables import show_all
from pipeline.ingest.formats import FORMATS
from pipeline.ingest.steps import count_delivered, run_steps
from pipeline.ingest.take import FileReport, keep_rejects


def retry_rejects(engine: DuckDBEngine, project: Project) -> Iterator[FileReport]:
    """Try every rejected row of every source again."""
    for source in project.config.source:
        files = engine.connection.execute(
            "select file_id, path from raw.files where source = ? and rows_rejected > 0 "
            "order by file_id",
            [source.name],
        ).fetchall()
        for file_id, path in files:
            with engine.transaction():
                report = _retry(engine, source, file_id, path)
            if report.read:
                yield report
    show_all(engine)


def _retry(engine: DuckDBEngine, source: Source, file_id: int, path: str) -> FileReport:
    engine.execute_file("load/retry_rows.sql", {"file_id": file_id})
    FORMATS[source.format].reshape(engine, source, path)
    tried = count_delivered(engine, source)
    if not tried:
        return FileReport(source.name, path, "retried")
    engine.execute(
        "delete from raw.rejects where file_id = ? and line in (select record_no from delivered)",
        [file_id],
    )
    refused, _ = run_steps(engine, source, file_id)
    keep_rejects(engine, source.name, path, file_id, refused)
    taken = tried - len(refused)
    engine.execute(
        "update raw.files set rows_kept = rows_kept + ?, rows_rejected = rows_rejected - ? "
        "where file_id = ?",
        [taken, taken, file_id],
    )
    return FileReport(source.name, path, "retried", tried, taken, len(refused))

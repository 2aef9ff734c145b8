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
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

import pipeline
from pipeline.config import Project, Source
from pipeline.config.files import is_remote
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError, PromiseBrokenError
from pipeline.ingest.arrivals import Arrival, arrivals
from pipeline.ingest.delivery import GrowingFileError, RefusedFileError, look_at
from pipeline.ingest.event_tables import show_all
from pipeline.ingest.take import FileReport, forget, take
from pipeline.schedule import make_all
from pipeline.sqlfiles import sql_root, sql_text
from pipeline.warehouse import scratch_beside

_ENOUGH_ROWS = 20
_LITTLE_BYTES = 64_000_000  # as they lie on the disk, packed or not


class TooManyRejectsError(PromiseBrokenError):
    """So many rows of a source were rejected that the rest cannot be trusted."""


def load_sources(engine: DuckDBEngine, project: Project) -> Iterator[FileReport]:
    """Take every file of every source; they are told of in the order of the configuration."""
    engine.execute(sql_text("load/tables.sql"))
    engine.execute(sql_text("load/tables_hubspot.sql"))
    show_all(engine)
    names = [source.name for source in project.config.source]
    forget(engine, "select file_id from raw.files where source not in (select unnest(?))", [names])
    engine.execute("delete from raw.refused_files")
    arrived = _arrived(engine, project)
    at_a_time = min(engine.threads(), len(arrived)) if _is_little(arrived) else 1
    if at_a_time == 1:
        for one in arrived:
            yield from _load_source(engine, project, one)
    else:
        yield from _load_beside(engine, project, arrived, at_a_time)
    show_all(engine)


@dataclass(frozen=True)
class _Arrived:
    """What there is to take of a source; its files are numbered from `first_id` on."""

    source: Source
    arrivals: list[Arrival]
    first_id: int


def _arrived(engine: DuckDBEngine, project: Project) -> list[_Arrived]:
    """Number the files before any is taken, so that the order of taking changes nothing."""
    first_id: int = engine.scalar("select 1 + coalesce(max(file_id), 0) from raw.files")
    found = []
    for source in project.config.source:
        found.append(_Arrived(source, list(arrivals(project, source)), first_id))
        first_id += len(found[-1].arrivals)
    return found


def _is_little(arrived: list[_Arrived]) -> bool:
    """Whether so little arrived that to take several sources at a time needs no more memory."""
    sizes = [arrival.size for one in arrived for arrival in one.arrivals]
    return None not in sizes and sum(filter(None, sizes)) < _LITTLE_BYTES


def _load_beside(
    engine: DuckDBEngine, project: Project, arrived: list[_Arrived], at_a_time: int
) -> Iterator[FileReport]:
    """Take some sources at a time, each through a connection of its own."""
    reports: dict[int, list[FileReport]] = {}

    def worker(own: DuckDBEngine, place: int) -> None:
        reports[place] = list(_load_source(own, project, arrived[place]))

    with ExitStack() as stack:
        stack.enter_context(engine.on_one_processor())
        workers = []
        for number in range(at_a_time):
            own = stack.enter_context(engine.beside())
            # Readers make views, and two cannot make one of the same name at a time.
            stack.enter_context(own.unnamed_in(f"loading_{number}"))
            workers.append(partial(worker, own))
        make_all(range(len(arrived)), {}, workers)
    for place in range(len(arrived)):
        yield from reports[place]


def _load_source(engine: DuckDBEngine, project: Project, arrived: _Arrived) -> Iterator[FileReport]:
    source, reports = arrived.source, []
    mapping = _mapping_hash(source)
    for file_id, arrival in enumerate(arrived.arrivals, start=arrived.first_id):
        with _scratch(project, source) as scratch:
            reports.append(_load_file(engine, source, arrival, scratch, mapping, file_id))
        yield reports[-1]
    _refuse_nothing(engine, source, reports)
    _refuse_too_many_rejects(source, reports, project.config.load.max_rejected_share)


def _load_file(
    engine: DuckDBEngine,
    source: Source,
    arrival: Arrival,
    scratch: Path,
    mapping: str,
    file_id: int,
) -> FileReport:
    name = arrival.name
    try:
        path = arrival.fetch(scratch)
        delivery = look_at(path, name, encoding=source.encoding, scratch=scratch)
        return take(engine, source, delivery, mapping, file_id)
    except GrowingFileError:
        return FileReport(source.name, name, "growing")
    except RefusedFileError as error:
        _record_refusal(engine, source, name, error)
        return FileReport(source.name, name, "refused", reason=error.what)


@contextmanager
def _scratch(project: Project, source: Source) -> Iterator[Path]:
    """A folder for copies, beside the warehouse: the next run removes what a kill leaves."""
    warehouse = project.path(project.config.warehouse.path)
    folder = scratch_beside(warehouse) / source.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _mapping_hash(source: Source) -> str:
    """Everything that decides how a file of this source is read: its settings and the program."""
    where_from = {"files", "query", "database", "database_env"}
    settings = source.model_dump_json(exclude=where_from | {"kind", "profile"})
    digest = hashlib.sha256(f"{pipeline.__version__}\n{settings}".encode())
    functions = files("pipeline.engine").joinpath("duckdb_functions.sql")
    digest.update(functions.read_bytes())
    for script in sorted((sql_root() / "load").glob("*.sql")):
        digest.update(script.read_bytes())
    return digest.hexdigest()


def _record_refusal(
    engine: DuckDBEngine, source: Source, name: str, error: RefusedFileError
) -> None:
    engine.execute(
        "insert into raw.refused_files values (?, ?, ?, now())", [source.name, name, error.what]
    )


def _refuse_nothing(engine: DuckDBEngine, source: Source, reports: list[FileReport]) -> None:
    """A source of which nothing is taken is described wrongly, or its files are broken.

    A database or a host may be away for a night: what it gave before stays, and the run goes on.
    """
    taken = engine.scalar("select count(*) from raw.files where source = ?", [source.name])
    refusals = [report for report in reports if report.status == "refused"]
    is_here = bool(source.files) and not any(map(is_remote, source.files))
    nothing_good = is_here and len(refusals) == len(reports)
    if refusals and (not taken or nothing_good):
        raise JourneysError(
            f"Nothing of the source {source.name} can be taken: {refusals[0].reason}",
            where=", ".join(report.name for report in refusals),
            fix=_fix(source, refusals[0].reason),
        )


def _fix(source: Source, reason: str) -> str:
    if "names no timezone" in reason:
        return f'add timezone = "Europe/Madrid", or whichever it is, to [[source]] "{source.name}"'
    return "compare the files with the [[source]] in journeys.toml"


def _refuse_too_many_rejects(source: Source, reports: list[FileReport], max_share: float) -> None:
    read, rejected = (sum(getattr(r, name) for r in reports) for name in ("read", "rejected"))
    if rejected >= _ENOUGH_ROWS and rejected > max_share * read:
        raise TooManyRejectsError(
            f"{rejected:,} of {read:,} rows of the source {source.name} were rejected, more than "
            f"the share of {max_share:.0%} that is allowed.",
            where="raw.rejects in the copy of the warehouse that ends in .broken",
            fix="mend the mapping in journeys.toml, or raise load.max_rejected_share",
        )

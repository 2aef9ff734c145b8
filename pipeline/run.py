"""The whole run, readable as a list: load, build, check, report.

In:     a Project and, for a dated batch, the instant at which the data end
Out:    the published warehouse and the report; a RunResult that says what happened
Errors: JourneysError; nothing is published unless everything before it went well
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pipeline
from pipeline.batches import choice
from pipeline.checks import CheckResult, require_promises, run_checks
from pipeline.config import Project
from pipeline.config.crosscheck import unknown_touchpoints
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import ConfigurationError, JourneysError
from pipeline.identity.overrides import OVERRIDES, overrides_table, read_overrides
from pipeline.ingest import FileReport, load_sources, retry_rejects
from pipeline.keys import fingerprint, person_key, refuse_other_key
from pipeline.schedule import short_turns
from pipeline.settings_tables import settings_tables
from pipeline.warehouse import reading, rebuilding

if TYPE_CHECKING:
    from pipeline.report.asked import Asked

_KEY = TableName("config", "key")


@dataclass
class RunResult:
    """What a run did, part by part; parts that were not asked for stay empty."""

    files: list[FileReport] = field(default_factory=list)
    tables: list[TableName] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    outputs: list[Path] = field(default_factory=list)
    # Of whom rows were made, or why of everybody.
    extent: str = ""


@dataclass(frozen=True)
class Plan:
    """Which parts to run, as of when, what to compare, and whom to tell about progress."""

    load: bool = False
    build: bool = False
    report: bool = False
    retry_rejects: bool = False
    whole: bool = False
    also: tuple[str, ...] = ()
    asked: Asked | None = None
    as_of: datetime | None = None
    progress: Callable[[str], None] = lambda _: None


def run(project: Project, plan: Plan) -> RunResult:
    """Do the parts of `plan` in their order; the warehouse changes as a whole or not at all."""
    result = RunResult()
    if plan.load or plan.build:
        _write(project, plan, result)
    if plan.report:
        plan.progress("report")
        result.outputs = _report(project, plan, is_checked=bool(result.checks))
    return result


def check(project: Project) -> tuple[list[CheckResult], list[dict[str, Any]]]:
    """Run the promises on the published warehouse; and read the numbers that must agree."""
    with published(project) as engine:
        results = run_checks(engine)
        rows = engine.read('select * from marts.reconciliation order by ok, "check"').to_pylist()
        return results, rows


def warehouse_path(project: Project) -> Path:
    """Where the published warehouse is."""
    return project.path(project.config.warehouse.path)


def _write(project: Project, plan: Plan, result: RunResult) -> None:
    path, limits = warehouse_path(project), project.config.warehouse
    if not plan.load and not path.exists():
        raise JourneysError("Nothing was loaded yet.", where=str(path), fix="journeys run")
    # Before anything is loaded, so that a mistake in the file is told at once.
    read_overrides(project)
    key = person_key(project.path(project.config.identity.key_file), may_create=not path.exists())
    with (
        short_turns(),
        ThreadPoolExecutor(1) as beside,
        rebuilding(path, memory_limit=limits.memory_limit, threads=limits.threads) as engine,
    ):
        # What makes the tables takes seconds to import, and the files can be read meanwhile.
        builder = beside.submit(_read_builder)
        if plan.report:
            beside.submit(importlib.import_module, "pipeline.report.write")
        _refuse_other_key(engine, key, path)
        if plan.load:
            for file in load_sources(engine, project):
                plan.progress(f"load {file.name}")
                result.files.append(file)
        if plan.retry_rejects:
            result.files += retry_rejects(engine, project)
        engine.lock_down()
        if plan.build:
            _build(engine, project, plan, key, result, builder.result())


def _read_builder() -> ModuleType:
    import pyarrow as pa  # noqa: PLC0415 - the command line starts without it

    pa.array([None])  # which looks for pandas, the slowest import there is
    builder = importlib.import_module("pipeline.build")
    builder.read_models()
    return builder


def _build(
    engine: DuckDBEngine,
    project: Project,
    plan: Plan,
    key: bytes,
    result: RunResult,
    builder: ModuleType,
) -> None:
    said = _config_hash(project)
    why_whole = "so was asked" if plan.whole else choice.why_whole(engine, said)
    put_settings(engine, project, as_of=plan.as_of)
    makes = builder.build_tables if why_whole else builder.build_batch
    built = makes(engine, key=key, progress=lambda name: plan.progress(f"build {name}"))
    result.tables = built if why_whole else built.tables
    result.extent = f"anew: {why_whole}" if why_whole else str(built)
    choice.remember(engine, said)
    _refuse_no_events(engine, plan.as_of)
    _refuse_unknown_events(engine, project)
    plan.progress("check")
    result.checks = run_checks(engine, {} if why_whole else built.checked)
    require_promises(result.checks)


def put_settings(engine: DuckDBEngine, project: Project, *, as_of: datetime | None) -> None:
    """Fill the tables of the schema config from the configuration."""
    overrides = read_overrides(project)
    tables = settings_tables(
        project.config,
        version=pipeline.__version__,
        config_hash=_config_hash(project),
        input_hash=_input_hash(engine),
        as_of=as_of,
    )
    tables[OVERRIDES] = overrides_table(overrides, tables[OVERRIDES].schema)
    for name, rows in tables.items():
        engine.put_table(name, rows)


def _config_hash(project: Project) -> str:
    overrides = read_overrides(project)
    said = project.config.model_dump_json() + (str(overrides) if overrides else "")
    return hashlib.sha256(said.encode()).hexdigest()


def _refuse_other_key(engine: DuckDBEngine, key: bytes, path: Path) -> None:
    expected = None
    if engine.exists(_KEY):
        expected = engine.scalar("select fingerprint from config.key")
    refuse_other_key(key, expected=expected, where=str(path))
    engine.create_schema(_KEY.schema)
    said = [fingerprint(key)]
    engine.execute("create or replace table config.key as select ? as fingerprint", said)


def _input_hash(engine: DuckDBEngine) -> str:
    rows = engine.read("select source, sha256, mapping from raw.files order by source, sha256")
    return hashlib.sha256(str(rows.to_pylist()).encode()).hexdigest()


def _refuse_no_events(engine: DuckDBEngine, as_of: datetime | None) -> None:
    if not engine.scalar("select count(*) from staging.events"):
        first = engine.scalar("select min(occurred_at) from staging.delivered_events")
        raise JourneysError(
            "There is no event" + (f" up to {as_of:%Y-%m-%d %H:%M} UTC." if as_of else "."),
            where=f"the first event is of {first:%Y-%m-%d %H:%M} UTC" if first else "raw.files",
        )


def _refuse_unknown_events(engine: DuckDBEngine, project: Project) -> None:
    """Without touchpoint rules a journey names events, which are known only once data are there."""
    if project.config.touchpoint:
        return
    rows = engine.read(
        "select distinct coalesce(texts.meant, delivered.event) as event "
        "from staging.delivered_events as delivered "
        "left join staging.repaired_texts as texts on delivered.event = texts.written"
    )
    names = set(rows.column("event").to_pylist())
    mistakes = [
        mistake
        for journey in project.config.journey
        for mistake in unknown_touchpoints(journey.model_dump(), names)
    ]
    if mistakes:
        raise ConfigurationError(mistakes, file=str(project.file))


@contextmanager
def published(project: Project) -> Iterator[DuckDBEngine]:
    """Open the published warehouse for reading; it has been built."""
    path = warehouse_path(project)
    with reading(path, memory_limit=project.config.warehouse.memory_limit) as engine:
        if not engine.exists(TableName("marts", "run")):
            raise JourneysError("Nothing was built yet.", where=str(path), fix="journeys build")
        yield engine


def _report(project: Project, plan: Plan, *, is_checked: bool) -> list[Path]:
    write_report = importlib.import_module("pipeline.report").write_report
    with published(project) as engine:
        if not is_checked:
            require_promises(run_checks(engine))
        outputs: list[Path] = write_report(
            engine.connection,
            project.path(project.config.report.dir),
            language=project.config.locale.language,
            also={*project.config.report.also, *plan.also},
            asked=plan.asked,
        )
    return outputs

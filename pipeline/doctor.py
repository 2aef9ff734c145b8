"""Is everything there? Environment, configuration, files, and what the events map to.

In:     the path of a configuration
Out:    findings, good and bad, in the order in which one would look
Errors: none; what cannot be looked at is a finding
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.config import Project, Source, load_config
from pipeline.config.files import is_remote, matching_files
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError
from pipeline.identity.overrides import OVERRIDES, read_overrides
from pipeline.run import warehouse_path
from pipeline.sqlfiles import sql_text
from pipeline.warehouse import reading

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    topic: str
    text: str
    is_fault: bool = False

    def __str__(self) -> str:
        return f"{'✗' if self.is_fault else '✓'} {self.topic:<14} {self.text}"


def examine(file: Path) -> Iterator[Finding]:
    """Look at everything that can be looked at, even when something before it is wrong."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pandas", "networkx"))
    yield Finding("environment", f"Python {platform.python_version()}, {packages}")
    try:
        project = load_config(file)
    except JourneysError as error:
        yield Finding("configuration", str(error), is_fault=True)
        return
    journeys = ", ".join(journey.name for journey in project.config.journey)
    yield Finding("configuration", f"{project.file}: journeys {journeys}")
    yield from _files(project)
    yield from _overrides(project)
    yield from _coverage(project)


def _files(project: Project) -> Iterator[Finding]:
    for source in project.config.source:
        yield Finding("files", f"{source.name}: {_where_from(project, source)}, {source.format}")


def _where_from(project: Project, source: Source) -> str:
    """What can be said without asking anybody else: hosts and databases are left alone."""
    if source.query is not None:
        where = source.database or f"the database named by {source.database_env}"
        unset = source.database_env is not None and source.database_env not in os.environ
        return f"a query of {where}" + (", a variable that is not set" if unset else "")
    remote = [pattern for pattern in source.files if is_remote(pattern)]
    local = [pattern for pattern in source.files if not is_remote(pattern)]
    paths = [path for pattern in local for path in matching_files(project.root, pattern)]
    size = sum(path.stat().st_size for path in paths) / _MEGABYTE
    told = f"{len(paths)} files, {size:,.1f} MB"
    return told + (f", and {len(remote)} remote" if remote else "")


def _overrides(project: Project) -> Iterator[Finding]:
    if project.config.identity.overrides is None:
        return
    try:
        count = len(read_overrides(project))
    except JourneysError as error:
        yield Finding("overrides", str(error), is_fault=True)
        return
    yield Finding("overrides", f"{project.config.identity.overrides}: {count} decisions")


def _coverage(project: Project) -> Iterator[Finding]:
    path = warehouse_path(project)
    try:
        with reading(path) as engine:
            yield from _mapped(engine)
    except JourneysError as error:
        yield Finding("warehouse", f"{error.what} ({path})")


def _mapped(engine: DuckDBEngine) -> Iterator[Finding]:
    if not engine.exists(TableName("marts", "quality")):
        yield Finding("warehouse", "loaded, but nothing was built yet")
        return
    for row in engine.read(sql_text("doctor/coverage.sql")).to_pylist():
        text = f"{row['source']}: {row['mapped_share']:.1%} of {row['events']:,} events"
        if row["unmapped"]:
            text += f"; without a touchpoint: {row['unmapped']}"
        yield Finding("mapping", text)
    yield from _idle_overrides(engine)


def _idle_overrides(engine: DuckDBEngine) -> Iterator[Finding]:
    if not engine.exists(OVERRIDES):
        return
    for row in engine.read(sql_text("doctor/idle_overrides.sql")).to_pylist():
        named = " ".join(filter(None, (row["id_type"], row["id_value"], row["id_scope"])))
        text = f"line {row['override_no']} does nothing so far: {named} {row['obstacle']}"
        yield Finding("overrides", text)

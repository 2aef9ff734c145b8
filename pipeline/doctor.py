"""Is everything there? Environment, configuration, files, and what the events map to.

In:     the path of a configuration
Out:    findings, good and bad, in the order in which one would look
Errors: none; what cannot be looked at is a finding
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.config import Project, load_config
from pipeline.config.files import matching_files
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError
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
    yield from _coverage(project)


def _files(project: Project) -> Iterator[Finding]:
    for source in project.config.source:
        paths = [p for pattern in source.files for p in matching_files(project.root, pattern)]
        size = sum(path.stat().st_size for path in paths) / _MEGABYTE
        yield Finding(
            "files", f"{source.name}: {len(paths)} files, {size:,.1f} MB, {source.format}"
        )


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

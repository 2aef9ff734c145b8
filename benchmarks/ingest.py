"""What loading costs: files into the staging layer, against DuckDB reading the same files.

Run:    python -m benchmarks ingest
Rule:   the plain statement makes one table with the same columns and types. Ours also finds what
        is no event and says why, keeps files apart by their content, drops what is delivered twice
        and can be killed at any moment
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from benchmarks.made_events import sql
from benchmarks.measure import Cost, cost_of_task, costs_in_turns
from benchmarks.tables import Line, markdown
from pipeline.build import build_tables
from pipeline.config import load_config
from pipeline.ingest import load_sources
from pipeline.run import put_settings, warehouse_path
from pipeline.warehouse import rebuilding

# At most this many times the plain statement, and never more memory than this.
LIMITS = {"parquet": 2.5, "csv": 2.0, "jsonl": 2.0}
PEAK_MIB = 2_000 * 1_000_000 / 2**20


def plain(path: str, kind: str) -> int:
    """DuckDB alone."""
    database = Path(path).with_name("plain.duckdb")
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database), config={"memory_limit": "1600MB"}) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(sql(f"plain_{kind}"), {"path": path})
        connection.execute("force checkpoint")
        count: int = connection.execute("select count(*) from events").fetchall()[0][0]
    database.unlink()
    return count


def ours(path: str) -> int:
    """The load, and the models of the staging layer."""
    project = load_config(Path(path).with_name("journeys.toml"))
    warehouse = warehouse_path(project)
    shutil.rmtree(warehouse.parent, ignore_errors=True)
    limits = project.config.warehouse
    with rebuilding(warehouse, memory_limit=limits.memory_limit, threads=limits.threads) as engine:
        list(load_sources(engine, project))
        engine.lock_down()
        put_settings(engine, project, as_of=None)
        build_tables(engine, key=b"benchmark", only="staging")
        count: int = engine.scalar("select count(*) from staging.events")
    shutil.rmtree(warehouse.parent)
    return count


def measured(folder: Path, count: int, *, runs: int) -> list[Line]:
    """One line per kind of file."""
    lines = []
    for kind, limit in LIMITS.items():
        # In a process of its own: a child's peak is never less than its parent's when it starts.
        path = cost_of_task("made_events:write_events", folder, count, kind).told
        least, cost = costs_in_turns(("ingest:plain", path, kind), ("ingest:ours", path), runs=runs)
        if not int(least.told) == int(cost.told) == count:
            raise RuntimeError(f"{least.told} and {cost.told} events of {count}")
        lines.append(_line(kind, count, least, cost, limit))
    return lines


def _line(kind: str, count: int, least: Cost, cost: Cost, limit: float) -> Line:
    return Line(
        what=f"{count / 1e6:,.0f} M events, {kind}, into staging",
        cost=cost,
        least=least,
        least_is="DuckDB, one table",
        limit=limit,
        peak_mib=PEAK_MIB,
    )


def report(folder: Path, *, runs: int) -> str:
    """The table of docs/benchmarks.md."""
    return markdown([*measured(folder, 10_000_000, runs=runs)])

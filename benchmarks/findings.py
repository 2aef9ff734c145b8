"""What the findings cost, on the tables of a built warehouse.

Run:    python -m benchmarks findings
Rule:   everything that is told beside what was counted: moments of truth, pain points and
        opportunities, unusual pieces, plans, attribution (as a build makes them), then the order
        of memory, consequences and a comparison (as they are asked). Steps, journeys, handoffs and
        transitions are there before
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pipeline as jp
from benchmarks.measure import Cost, cost_of_task
from pipeline.config import load_config
from pipeline.engine.face import Engine
from pipeline.questions import (
    attribution_tables,
    conformance_tables,
    opportunity_tables,
    unusual_tables,
)
from pipeline.run import warehouse_path
from pipeline.warehouse import rebuilding

_HEAD = "| what | CPU s | at most |\n|---|---:|---:|\n"
_MOST_S, _MOST_MIB = 30.0, 2_048
_MADE: dict[str, Callable[[Engine], None]] = {
    "moments of truth, pain points, opportunities": opportunity_tables.build_opportunities,
    "unusual pieces of routes": unusual_tables.build_odds,
    "plans": conformance_tables.build_conformance,
    "attribution, eight models by three dimensions": attribution_tables.build_attribution,
}


def made(folder: str) -> str:
    """The findings of a build, each made once more."""
    project = load_config(Path(folder) / "journeys.toml")
    limits = project.config.warehouse
    with rebuilding(
        warehouse_path(project), memory_limit=limits.memory_limit, threads=limits.threads
    ) as engine:
        return json.dumps({name: _cpu_s(partial(make, engine)) for name, make in _MADE.items()})


def asked(folder: str) -> str:
    """The findings that are made when somebody asks."""
    db = jp.open(warehouse_path(load_config(Path(folder) / "journeys.toml")))
    devices = {"by": "device", "first": "mobile", "second": "desktop"}
    questions: dict[str, Callable[[], object]] = {
        "order of memory": partial(jp.memory_order, db, journey="pay"),
        "consequences within 7 days": partial(jp.consequences, db, journey="pay", within="7 days"),
        "two devices compared": partial(jp.compare, db, journey="pay", **devices),  # type: ignore[arg-type]
    }
    return json.dumps({name: _cpu_s(question) for name, question in questions.items()})


def built(folder: str) -> None:
    """The warehouse with all tables, where it is not there yet."""
    from benchmarks.journeys import build  # noqa: PLC0415 - only for who measures this alone

    if not warehouse_path(load_config(Path(folder) / "journeys.toml")).exists():
        build(folder)


def _cpu_s(step: Callable[[], object]) -> float:
    begun = time.process_time()
    step()
    return time.process_time() - begun


def rows(folder: Path, count: int) -> list[str]:
    """The lines for one size."""
    place = cost_of_task("made_logs:write_logs", folder, count).told
    cost_of_task("findings:built", place)
    costs = [cost_of_task(f"findings:{task}", place) for task in ("made", "asked")]
    title = f"{count / 1e6:,.0f} M events"
    spent = {name: cpu_s for cost in costs for name, cpu_s in json.loads(cost.told).items()}
    lines = [f"| {title}: {name} | {cpu_s:.1f} | |\n" for name, cpu_s in spent.items()]
    return [*lines, _total(title, sum(spent.values()), costs, is_limited=count == 10_000_000)]


def _total(title: str, cpu_s: float, costs: list[Cost], *, is_limited: bool) -> str:
    peak_mib = max(cost.peak_mib for cost in costs)
    over = " **over**" if is_limited and (cpu_s > _MOST_S or peak_mib > _MOST_MIB) else ""
    most = f"{_MOST_S:.0f} s, {_MOST_MIB:,} MiB" if is_limited else ""
    return f"| {title}: together, {peak_mib:,.0f} MiB | {cpu_s:.1f}{over} | {most} |\n"


def report(folder: Path, *, runs: int) -> str:
    """The table of docs/benchmarks.md."""
    del runs  # one run of each size: it takes minutes
    return _HEAD + "".join(
        line for count in (1_000_000, 10_000_000) for line in rows(folder, count)
    )

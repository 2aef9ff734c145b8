"""What the findings cost, on the tables of a built warehouse.

Run:    python -m benchmarks findings
Rule:   everything that is told beside what was counted: moments of truth, pain points and
        opportunities, unusual pieces, plans, attribution (as a build makes them), then the order
        of memory, consequences and a comparison (as they are asked). Steps, journeys, handoffs and
        transitions are there before. Personas are asked by themselves
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
from pipeline.questions import opportunity_tables, step_tables, unusual_tables
from pipeline.run import warehouse_path
from pipeline.warehouse import rebuilding

_HEAD = "| what | CPU s | at most |\n|---|---:|---:|\n"
_MOST_S, _MOST_MIB, _MOST_PERSONAS_S = 30.0, 2_048, 10.0
_LIMITED = 10_000_000  # the size for which limits are stated
_MADE: dict[str, Callable[[Engine], None]] = {
    "moments of truth, pain points, opportunities": opportunity_tables.build_opportunities,
    "unusual pieces of routes": unusual_tables.build_odds,
    "transitions, routes, pieces, plans and attribution": step_tables.build_of_steps,
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


def divided(folder: str) -> str:
    """Personas, which are no part of what is told of journeys."""
    db = jp.open(warehouse_path(load_config(Path(folder) / "journeys.toml")))
    return json.dumps(_cpu_s(partial(jp.personas, db)))


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
    is_limited = count == _LIMITED
    total = _total(title, sum(spent.values()), costs, is_limited=is_limited)
    personas = cost_of_task("findings:divided", place)
    return [*lines, total, _personas(title, personas, is_limited=is_limited)]


def _personas(title: str, cost: Cost, *, is_limited: bool) -> str:
    cpu_s = float(cost.told)
    over = " **over**" if is_limited and cpu_s > _MOST_PERSONAS_S else ""
    most = f"{_MOST_PERSONAS_S:.0f} s" if is_limited else ""
    return f"| {title}: personas, {cost.peak_mib:,.0f} MiB | {cpu_s:.1f}{over} | {most} |\n"


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

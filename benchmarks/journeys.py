"""What journeys cost: three raw logs to marts, against one sort of the same events.

Run:    python -m benchmarks journeys
Rule:   the least is one sort of six columns of the same files, stored, under the same limit of
        memory. Ours loads the files, finds who is who, makes visits, journeys, steps, handoffs and
        all marts, with every check
"""

from __future__ import annotations

import json
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import numpy as np

from benchmarks.made_events import sql
from benchmarks.made_logs import LATER
from benchmarks.measure import Cost, cost_of_task, costs_in_turns
from pipeline.build import build_batch, build_tables
from pipeline.config import load_config
from pipeline.engine.face import Engine, TableName
from pipeline.ingest import load_sources
from pipeline.questions.funnels import funnel
from pipeline.questions.pieces_of_journeys import Column, changes, in_steps, pieces_of
from pipeline.questions.route_tables import routes_of
from pipeline.questions.routes_in_order import routes_in_order
from pipeline.questions.small_numbers import numbered
from pipeline.questions.transition_tables import transitions_of
from pipeline.run import put_settings, warehouse_path
from pipeline.sqlfiles import sql_text
from pipeline.warehouse import reading, rebuilding

_HEAD = "| what | CPU s | sorts | at most |\n|---|---:|---:|---:|\n"
_TRANSITIONS = """
select journey_no, touchpoint_no, next_touchpoint_no, count(*)
from journeys.placed_events where begins_step = 1 group by all
"""
_ROUTES = """
select journey_key, step_no::integer as step_no, touchpoint_no::usmallint as touchpoint_no
from journeys.placed_events where begins_step = 1
"""
_PEOPLE = """
select
    person_key,
    (journey_no << 16 | touchpoint_no) << 16 | next_touchpoint_no as pair
from journeys.placed_events
where begins_step = 1 and next_touchpoint_no is not null
"""
# With all that is told of visits, these make numbered steps of known people's events.
_STEPS_OF = {TableName("journeys", table) for table in ("kinds", "roles", "placed_events")}
_MOST_OF_BATCH = 0.05
_STEPS = ["page_1", "page_2", "page_3", "pay"]


def bare(folder: str) -> str:
    """One sort."""
    database = Path(folder) / "bare.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database), config={"memory_limit": "1600MB"}) as connection:
        connection.execute("set timezone = 'UTC'")
        paths = sorted(str(path) for path in Path(folder).glob("*.parquet"))
        connection.execute(sql("bare_sort"), {"paths": paths})
        connection.execute("force checkpoint")
        rows: int = connection.execute("select count(*) from sorted").fetchall()[0][0]
    database.unlink()
    return str(rows)


def build(folder: str) -> str:
    """Everything but the last events that came as a batch; and what each layer took."""
    for later in (Path(folder) / LATER).glob("*"):
        (Path(folder) / later.name).unlink(missing_ok=True)
    warehouse = warehouse_path(load_config(Path(folder) / "journeys.toml"))
    shutil.rmtree(warehouse.parent, ignore_errors=True)
    return _run(Path(folder), build_tables)


def batch(folder: str) -> str:
    """The last events, on what was built of those before; and what each layer took."""
    for later in sorted((Path(folder) / LATER).iterdir()):
        shutil.copy(later, folder)
    return _run(Path(folder), build_batch)


def _run(folder: Path, make: Callable[..., object]) -> str:
    project = load_config(folder / "journeys.toml")
    warehouse, limits = warehouse_path(project), project.config.warehouse
    spent: dict[str, float] = defaultdict(float)
    since: list[tuple[TableName | str, float]] = [("start", 0.0)]

    def progress(name: TableName | str) -> None:
        before, begun = since[-1]
        took = time.process_time() - begun
        spent[before if isinstance(before, str) else before.schema] += took
        spent["steps"] += took if before in _STEPS_OF else 0.0
        since.append((name, time.process_time()))

    with rebuilding(warehouse, memory_limit=limits.memory_limit, threads=limits.threads) as engine:
        progress("load")
        list(load_sources(engine, project))
        engine.lock_down()
        put_settings(engine, project, as_of=None)
        make(engine, key=b"benchmark", progress=progress)
        progress("publish")
    progress("end")
    return json.dumps(spent)


def questions(folder: str) -> str:
    """What is asked of stored steps, each question by itself."""
    project = load_config(Path(folder) / "journeys.toml")
    engine = reading(warehouse_path(project))
    db = engine.connection

    def cpu_s(step: Callable[[], object]) -> float:
        begun = time.process_time()
        step()
        return time.process_time() - begun

    def mart(name: str) -> object:
        return db.execute(sql_text(f"50_marts/{name}.sql")).fetchall()

    funnel(db, journey="pay", steps=_STEPS[:2], window="7 days")  # what it imports is no part of it
    return json.dumps(
        {
            "transition counts": cpu_s(lambda: db.execute(_TRANSITIONS).fetchall()),
            "transitions with exact people": cpu_s(lambda: _people_of_transitions(engine)),
            "transitions with people, journeys and waits": cpu_s(
                lambda: (transitions_of(engine), mart("transitions"))
            ),
            "journeys of each route": cpu_s(lambda: _journeys_of_routes(engine)),
            "routes with their lists": cpu_s(lambda: routes_of(engine)),
            "flows of ten steps": cpu_s(
                lambda: db.execute(sql_text("40_journeys/flow_counts.sql")).fetchall()
            ),
            "handoffs": cpu_s(lambda: mart("handoffs")),
            "funnel of four": cpu_s(
                lambda: funnel(db, journey="pay", steps=_STEPS, window="7 days")
            ),
        }
    )


def _people_of_transitions(engine: Engine) -> Column:
    """How many people make each transition: people and transitions in one number, sorted."""
    rows = engine.read(_PEOPLE)
    known, pair = numbered(rows.column("pair").to_numpy())
    people = rows.column("person_key").to_numpy()  # below 2^31
    both = np.sort(pair.astype(np.int64) << 31 | people)
    return np.bincount(both[changes(both)] >> 31, minlength=len(known))


def _journeys_of_routes(engine: Engine) -> Column:
    """How many journeys take each route, without the route itself."""
    rows = engine.read(_ROUTES)
    pieces = pieces_of(rows)
    known, place = np.unique(pieces.key, return_inverse=True)
    order, journey = in_steps(rows, pieces, place)
    steps = rows.column("touchpoint_no").to_numpy()[order]
    counts = np.bincount(journey, minlength=len(known))
    _, is_new = routes_in_order(steps, np.cumsum(counts) - counts, counts, np.zeros_like(counts))
    return np.diff(np.flatnonzero(is_new), append=len(is_new))


_MOST_S = {
    "transition counts": 0.3,
    "transitions with exact people": 2.0,
    "journeys of each route": 0.8,
    "flows of ten steps": 0.4,
    "handoffs": 0.3,
    "funnel of four": 1.0,
}


def rows(folder: Path, count: int, *, runs: int) -> list[str]:
    """The lines for one size."""
    place = cost_of_task("made_logs:write_logs", folder, count).told
    least, whole = costs_in_turns(("journeys:bare", place), ("journeys:build", place), runs=runs)
    if int(least.told) != count:
        raise RuntimeError(f"{least.told} events of {count}")
    title = f"{count / 1e6:,.0f} M events"
    asked = _of_questions(place, count, runs)
    return [*_of_build(title, least, whole), _of_batch(title, place, runs), *asked]


def _of_build(title: str, least: Cost, whole: Cost) -> list[str]:
    spent: dict[str, float] = json.loads(whole.told)
    marts = sum(spent[layer] for layer in ("identity", "sessions", "journeys", "marts"))
    told = [
        (f"{title}: one sort, stored", least.cpu_s, None),
        (f"{title}: visits, from known people", spent["sessions"], None),
        (f"{title}: visits and numbered steps", spent["sessions"] + spent["steps"], 1.6),
        (f"{title}: who is who", spent["identity"], None),
        (f"{title}: journeys, steps, handoffs", spent["journeys"], None),
        (f"{title}: marts", spent["marts"], None),
        (f"{title}: staged events to marts", marts, 6.0),
        (f"{title}: everything, {whole.peak_mib:,.0f} MiB at most", whole.cpu_s, 12.0),
    ]
    return [_row(what, cpu_s, cpu_s / least.cpu_s, most) for what, cpu_s, most in told]


def _of_batch(title: str, place: str, runs: int) -> str:
    """The last one in a hundred as a batch, against the build of all before it."""
    folder = cost_of_task("made_logs:without_the_last", place).told
    before, spent = costs_in_turns(
        ("journeys:build", folder), ("journeys:batch", folder), runs=runs
    )
    share = spent.cpu_s / before.cpu_s
    what = f"{title}: the last one in a hundred as a batch, {spent.peak_mib:,.0f} MiB at most"
    told = f"{share:.0%} of all before{_over(share, _MOST_OF_BATCH)}"
    return f"| {what} | {spent.cpu_s:.1f} | {told} | {_MOST_OF_BATCH:.0%} |\n"


def _of_questions(place: str, count: int, runs: int) -> list[str]:
    told = [json.loads(cost_of_task("journeys:questions", place).told) for _ in range(runs)]
    found = {what: median(one[what] for one in told) for what in told[0]}
    mosts = _MOST_S if count == 10_000_000 else {}
    return [
        f"| {count / 1e6:,.0f} M events, asked of the steps: {what} | {cpu_s:.2f}"
        f"{_over(cpu_s, mosts.get(what))} | | "
        f"{'' if what not in mosts else f'{mosts[what]} s'} |\n"
        for what, cpu_s in found.items()
    ]


def _row(what: str, cpu_s: float, ratio: float, most: float | None) -> str:
    most_text = "" if most is None else f"{most} sorts"
    return f"| {what} | {cpu_s:.1f} | {ratio:.1f}{_over(ratio, most)} | {most_text} |\n"


def _over(value: float, most: float | None) -> str:
    return "" if most is None or value <= most else " **over**"


def report(folder: Path, *, runs: int) -> str:
    """The table of docs/benchmarks.md."""
    return _HEAD + "".join(
        line for count in (1_000_000, 10_000_000) for line in rows(folder, count, runs=runs)
    )

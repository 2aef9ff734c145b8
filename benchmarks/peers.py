"""Side by side with retentioneering and pm4py: one log, the same questions, the same answers.

Run:    python -m benchmarks peers
Out:    processor seconds of each question and the most memory of each program
Rule:   peers live in environments of their own below build/peers, made by this benchmark; they read
        the log into memory, ours builds the whole warehouse from it (identity, visits, journeys,
        all marts and checks) and answers from what is stored
Errors: CalledProcessError when an environment cannot be made; RuntimeError when answers differ
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from time import process_time

import duckdb

from benchmarks.made_events import sql
from benchmarks.measure import Cost, cost_of_command, cost_of_task
from pipeline.config import load_config
from pipeline.questions.route_tables import routes_of
from pipeline.questions.transition_tables import transitions_of
from pipeline.run import Plan, run, warehouse_path
from pipeline.sqlfiles import sql_text
from pipeline.warehouse import reading

_SCRIPTS = Path(__file__).parent / "peer_scripts"
_PEERS = {"retentioneering": "retentioneering==5.2.4", "pm4py": "pm4py==2.7.23.11"}
_SIZES = (1_000_000, 10_000_000)
_CONFIG = """
[warehouse]
memory_limit = "4GB"

[identity]
compare = false

[[source]]
name = "web"
files = ["events.parquet"]
timezone = "UTC"
[source.columns]
event = "event"
occurred_at = "happened"
case_id = "person"

[[journey]]
name = "all"
boundary = "case"
case = "case_id"
goal = ["pay"]
timeout = "30 days"
repeats = "keep"
"""
_TRANSITIONS = "select touchpoint, next_touchpoint, count(*) from journeys.steps group by all"
_COUNTED = """
select
    (select count(*) from journeys.steps where next_touchpoint is not null) as transitions,
    (select count(*) from marts.routes) as routes
"""
_QUESTIONS = (
    "read and sort", "transition counts", "people per transition", "ten steps", "routes",
)  # fmt: skip


def report(folder: Path, *, runs: int) -> str:
    """The table; peers are measured once, since one run of them takes minutes."""
    del runs
    lines = [
        "| events | question | ours, CPU s | retentioneering | pm4py |\n",
        "|---|---|---:|---:|---:|\n",
    ]
    for count in _SIZES:
        lines += _rows(folder, count)
    return "".join(lines)


def ours(folder: str) -> str:
    """Build everything, then ask."""
    project = load_config(Path(folder) / "journeys.toml")
    shutil.rmtree(warehouse_path(project).parent, ignore_errors=True)
    spent = {}

    def timed(name: str, question: Callable[[], object]) -> None:
        begun = process_time()
        question()
        spent[name] = process_time() - begun

    timed("read and sort", lambda: run(project, Plan(load=True, build=True)))
    engine = reading(warehouse_path(project))
    db = engine.connection
    timed("transition counts", lambda: db.execute(_TRANSITIONS).fetchall())
    timed("people per transition", lambda: transitions_of(engine))
    timed("ten steps", lambda: _count(db, sql_text("40_journeys/flow_counts.sql")))
    timed("routes", lambda: routes_of(engine))
    transitions, routes = db.execute(_COUNTED).fetchall()[0]
    return json.dumps({"spent": spent, "answers": {"transitions": transitions, "routes": routes}})


def _count(db: duckdb.DuckDBPyConnection, select: str) -> None:
    db.sql(select).aggregate("count(*)").fetchall()


def _rows(folder: Path, count: int) -> list[str]:
    place = _log(folder / f"peers_{count}", count)
    costs = {"ours": cost_of_task("peers:ours", place)}
    for name, package in _PEERS.items():
        python = _environment(folder.parent / "peers" / name, package)
        script = _SCRIPTS / f"with_{name}.py"
        costs[name] = cost_of_command([str(python), str(script), str(place / "events.parquet")])
    told = {name: json.loads(cost.told) for name, cost in costs.items()}
    _same_answers(told)
    title = f"{count / 1e6:g} M"
    lines = [
        f"| {title} | {question} | "
        + " | ".join(_seconds(told[name]["spent"].get(question)) for name in costs)
        + " |\n"
        for question in _QUESTIONS
    ]
    return [*lines, _memory(title, costs)]


def _seconds(spent: float | None) -> str:
    return "" if spent is None else f"{spent:.2f}"


def _memory(title: str, costs: dict[str, Cost]) -> str:
    peaks = " | ".join(f"{cost.peak_mib:,.0f} MiB" for cost in costs.values())
    return f"| {title} | most memory | {peaks} |\n"


def _same_answers(told: dict[str, dict[str, dict[str, int]]]) -> None:
    for name, found in told.items():
        for question, answer in found["answers"].items():
            if answer != told["ours"]["answers"][question]:
                raise RuntimeError(f"{question}: {name} says {answer}, ours {told['ours']}")


def _log(place: Path, count: int) -> Path:
    if not place.exists():
        half_made = place.with_suffix(".part")
        half_made.mkdir(parents=True, exist_ok=True)
        (half_made / "journeys.toml").write_text(_CONFIG, encoding="utf-8")
        with duckdb.connect() as connection:
            connection.execute(
                f"create table made as {sql('peer_events')}",
                {"events": count, "people": count // 14},
            )
            connection.table("made").write_parquet(str(half_made / "events.parquet"))
        half_made.rename(place)
    return place


def _environment(place: Path, package: str) -> Path:
    """The python of an environment that has the package; made when it is missing."""
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", package, "pyarrow"]
        subprocess.run(install, check=True, stdout=sys.stderr)  # noqa: S603 - our own words
    return python

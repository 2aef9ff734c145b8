"""Real logs of two companies: the pipeline finds what a plain loop over the file finds.

The logs are no part of the project; where their folder is absent these tests skip and say so.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading
from tests.build_helpers import MARTS, rows_of, table

LOGS = Path(__file__).parents[2].parent / "shared" / "data" / "real"
pytestmark = pytest.mark.skipif(not LOGS.is_dir(), reason=f"the real logs are not at {LOGS}")

CONFIG = """
[[source]]
name = "log"
files = ["*.parquet"]
columns = { event = "activity", occurred_at = "timestamp", case_id = "case_id", order = "seq" }
[[journey]]
name = "case"
boundary = "case"
case = "case_id"
goal = ["GOAL"]
timeout = "30 days"
repeats = "REPEATS"
"""
TIMEOUT_DAYS = 30
Route = tuple[str, ...]


@dataclass(frozen=True)
class Log:
    """A log, and what is known of it: routes, and cases in the most frequent one."""

    name: str
    goal: str
    routes: int
    most_frequent: int


HELPDESK = Log("helpdesk", "Closed", routes=226, most_frequent=2366)
LOANS = Log("bpic2012", "A_ACTIVATED", routes=4366, most_frequent=3429)
both_logs = pytest.mark.parametrize("log", [HELPDESK, LOANS], ids=lambda log: log.name)


@dataclass
class Counted:
    """What a plain loop over the rows of a log counts."""

    routes: Counter[Route]
    pairs: Counter[tuple[str, str]]


def count(log: Log, *, collapse: bool) -> Counted:
    """Sort each case by time and seq, follow it, and say what became of it."""
    rows = _ordered(log)
    newest = max(row["timestamp"] for row in rows)
    routes: Counter[Route] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for _, case in groupby(rows, key=lambda row: row["case_id"]):
        events = list(case)
        names = [event["activity"] for event in events]
        route = [name for name, _ in groupby(names)] if collapse else names
        routes[tuple(route)] += 1
        pairs.update(pairwise(["(start)", *route, _outcome(names, events[-1], newest, log.goal)]))
    return Counted(routes, pairs)


@cache
def _ordered(log: Log) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _log(log).to_pylist()
    return sorted(rows, key=lambda row: (row["case_id"], row["timestamp"], row["seq"]))


def _outcome(names: list[str], last: dict[str, Any], newest: Any, goal: str) -> str:  # noqa: ANN401
    if goal in names:
        return "(reached)"
    return "(ended)" if (newest - last["timestamp"]).days >= TIMEOUT_DAYS else "(open)"


def build(folder: Path, log: Log, *, repeats: str, files: list[pa.Table]) -> DuckDBEngine:
    """Run the pipeline on the log, delivered as `files`; the warehouse, for reading."""
    folder.mkdir()
    for number, rows in enumerate(files):
        pq.write_table(rows, folder / f"{number}.parquet")
    text = CONFIG.replace("GOAL", log.goal).replace("REPEATS", repeats)
    (folder / "journeys.toml").write_text(text)
    project = load_config(folder / "journeys.toml")
    run(project, Plan(load=True, build=True))
    return reading(warehouse_path(project))


def _whole(log: Log) -> pa.Table:
    return pq.read_table(LOGS / f"{log.name}.parquet")


class Built:
    """Each log built once for each of the questions of this module."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._engines: dict[tuple[str, str, str], DuckDBEngine] = {}

    def of(self, log: Log, *, repeats: str, delivered: str = "whole") -> DuckDBEngine:
        """The warehouse of a log, delivered whole, with its rows shuffled, or so in three files."""
        question = (log.name, repeats, delivered)
        if question not in self._engines:
            files = DELIVERIES[delivered](_log(log))
            folder = self._folder / "-".join(question)
            self._engines[question] = build(folder, log, repeats=repeats, files=files)
        return self._engines[question]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("logs"))


def _log(log: Log) -> pa.Table:
    return pq.read_table(LOGS / f"{log.name}.parquet")


def _shuffled(rows: pa.Table) -> list[pa.Table]:
    order = random.Random(7).sample(range(rows.num_rows), rows.num_rows)  # noqa: S311 - no secret
    return [rows.take(order)]


def _in_three(rows: pa.Table) -> list[pa.Table]:
    (mixed,) = _shuffled(rows)
    third = rows.num_rows // 3
    return [mixed.slice(0, third), mixed.slice(third, third), mixed.slice(2 * third)]


DELIVERIES: dict[str, Callable[[pa.Table], list[pa.Table]]] = {
    "whole": lambda rows: [rows],
    "shuffled": _shuffled,
    "in three": _in_three,
}


@both_logs
@pytest.mark.parametrize("repeats", ["keep", "collapse"])
def test_transitions_starts_ends_and_routes_are_those_of_the_log(
    log: Log, repeats: str, built: Built
) -> None:
    counted = count(log, collapse=repeats == "collapse")
    engine = built.of(log, repeats=repeats)
    # The ends are in brackets and the start is (start): they are among the pairs.
    assert counted.pairs == {
        (row["from_touchpoint"], row["to_touchpoint"]): row["transitions"]
        for row in table(engine, "marts.transitions")
    }
    routes = table(engine, "marts.routes")
    assert counted.routes == {tuple(row["route"]): row["journeys"] for row in routes}
    by_frequency = sorted(counted.routes.items(), key=lambda item: (-item[1], item[0]))
    assert [(tuple(row["route"]), row["journeys"]) for row in routes[:10]] == by_frequency[:10]


@both_logs
def test_there_are_as_many_routes_as_are_known_of_the_log(log: Log, built: Built) -> None:
    select = "select count(*) as routes, max(journeys) as most from marts.routes"
    (found,) = rows_of(built.of(log, repeats="keep"), select)
    assert found == {"routes": log.routes, "most": log.most_frequent}


@pytest.mark.parametrize(
    ("log", "delivered"),
    [(HELPDESK, "shuffled"), (HELPDESK, "in three"), (LOANS, "in three")],
    ids=lambda value: getattr(value, "name", value),
)
def test_another_order_of_rows_or_of_files_gives_the_same_tables(
    log: Log, delivered: str, built: Built
) -> None:
    one = built.of(log, repeats="collapse")
    other = built.of(log, repeats="collapse", delivered=delivered)
    for name in [*MARTS, "journey_definitions", "reconciliation"]:
        assert _sorted(one, f"from marts.{name}").equals(_sorted(other, f"from marts.{name}")), name
    # How many files there are, and their hash in marts.run, is what was changed.
    measures = "from marts.quality where measure <> 'files'"
    assert _sorted(one, measures).equals(_sorted(other, measures))


def _sorted(engine: DuckDBEngine, what: str) -> pa.Table:
    return engine.read(f"{what} order by all")

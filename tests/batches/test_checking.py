"""After a batch, promises about single people are checked of those whom it touched."""

from __future__ import annotations

import pytest

from pipeline import build
from pipeline.batches.checking import check_people
from pipeline.batches.parts import Batch
from pipeline.build import build_batch, build_tables, read_models
from pipeline.checks import CheckResult, run_checks
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.models import load_checks
from pipeline.sqlfiles import sql_root
from tests.build_helpers import BUY, KEY, SOURCES, deliver, loaded, story

LOCAL = {name: one for name, one in load_checks(sql_root()).items() if "Local" in one.header}
FORMER = story(
    "ana 10:00 visit\nana 10:10 read\n"
    + "".join(f"{who} 10:00 visit\n{who} 10:10 buy\n" for who in ("ben", "eva", "ida", "joe"))
)
LATER = story("ana 10:20 buy id=later")
# The second step of everybody is numbered as if it were the third; Ana has one of that number.
SABOTAGE = "update journeys.placed_events set step_no = 3 where step_no = 2"


@pytest.mark.parametrize("name", LOCAL)
def test_a_check_of_single_people_reads_what_there_is_of_each(name: str) -> None:
    models = read_models()
    about_people = {read for read in LOCAL[name].reads if read.schema != "config"}
    assert about_people
    assert all(models[read].is_local for read in about_people)


@pytest.mark.parametrize(("most", "broken"), [(0.3, {"steps_are_numbered_in_time": 2}), (0.1, {})])
def test_a_promise_is_checked_of_the_people_of_the_batch_alone(
    monkeypatch: pytest.MonkeyPatch, most: float, broken: dict[str, int]
) -> None:
    def with_sabotage(engine: DuckDBEngine, batch: Batch) -> dict[str, CheckResult]:
        engine.execute(SABOTAGE)
        return check_people(engine, batch)

    monkeypatch.setattr(build, "check_people", with_sabotage)
    monkeypatch.setattr("pipeline.batches.parts.MOST_OF_ALL", most)
    with loaded(SOURCES + BUY, FORMER) as engine:
        build_tables(engine, key=KEY)
        deliver(engine, LATER, first_file=2)
        checked = build_batch(engine, key=KEY).checked
        assert {name: one.broken for name, one in checked.items() if one.broken} == broken
        assert checked.keys() == (LOCAL.keys() if broken else set())
        # What was checked is not checked again; without it the steps of all five are found.
        found = {one.name: one.broken for one in run_checks(engine, checked)}
        assert found["steps_are_numbered_in_time"] == (2 if broken else 6)

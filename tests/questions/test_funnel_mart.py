"""The funnels of the configuration: in every build, with the numbers of jp.funnel."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

import pipeline as jp
from pipeline.config.funnels import Funnel
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.funnel_counts import flat
from pipeline.settings_funnels import funnels_of
from tests.build_helpers import BUY, SOURCES, built, rows_of, story, table
from tests.questions.funnel_story import units

FUNNELS = """
[[funnel]]
name = "plain"
journey = "buy"
steps = ["visit", "cart", "buy"]
[[funnel]]
name = "quick, with help"
journey = "buy"
steps = ["visit", { touchpoint = ["help", "c?at"], optional = true }, "c*", "buy"]
window = "20 minutes"
entry = "first"
[[funnel]]
name = "without help, in one channel"
journey = "buy"
steps = ["visit", "cart"]
exclude = ["help", { touchpoint = "chat", after = 1, before = 2, voids = "person" }]
hold = "channel"
[[funnel]]
name = "at once"
journey = "buy"
steps = ["visit", "cart"]
order = "strict"
[[funnel]]
name = "people, by channel and day"
journey = "buy"
steps = ["visit", "cart"]
unit = "people"
by = "channel"
trend = "day"
[[funnel]]
name = "by persona"
journey = "buy"
steps = ["visit", "buy"]
by = "persona"
[[funnel]]
name = "unheard of"
journey = "buy"
steps = ["visit", "fly", "buy"]
order = "any"
exclude = ["help"]
"""
FROM_FIRST = ("p25_from_first_s", "p75_from_first_s", "p90_from_first_s")
STORY = """
    ana  10:00  visit  channel=web
    ana  10:05  help   channel=phone
    ana  10:10  cart   channel=web
    ana  10:30  buy    channel=web
    bea  10:00  visit  channel=web
    bea  10:10  cart   channel=app
    bea  10:15  buy    channel=app
    eva  10:00  visit  channel=web
    eva  10:01  chat   channel=web
    eva  10:09  cart   channel=web
    leo  10:00  visit  channel=app
    pia  12:00  visit  channel=app
    pia  12:10  visit  channel=web
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with built(SOURCES + BUY + FUNNELS, story(STORY)) as built_engine:
        yield built_engine


def test_the_mart_has_the_numbers_of_the_question(engine: DuckDBEngine) -> None:
    mart = rows_of(engine, "select * from marts.funnels")
    for funnel in funnels_of(engine.read("select * from config.funnels")):
        if funnel.name == "unheard of":  # jp.funnel refuses a touchpoint that nobody knows
            continue
        options = {name: getattr(funnel, name) for name in Funnel.model_fields if name != "name"}
        found = jp.funnel(engine.connection, **options)
        rows = [row for row in mart if row["funnel"] == funnel.name]
        for row, step in zip(rows, found.steps, strict=True):
            asked = flat(step, funnel.unit)
            shared = asked.keys() & row.keys()
            assert asked.keys() - shared == {"optional", *FROM_FIRST}
            assert {name: row[name] for name in shared} == {
                name: pytest.approx(asked[name]) for name in shared
            }
            assert row["is_optional"] == step.is_optional
        assert rows[0]["void"] == found.void


def test_the_mart_has_the_numbers_worked_out_by_hand(engine: DuckDBEngine) -> None:
    columns = (
        "select funnel, list(journeys order by step_no) as counts from marts.funnels group by 1"
    )
    counts = {row["funnel"]: row["counts"] for row in rows_of(engine, columns)}
    assert counts == {
        "plain": [5, 3, 2],
        # ana's cart was in time, her purchase was not; eva's chat is the first chance for step 3.
        "quick, with help": [5, 1, 3, 1],
        # ana asked for help, eva used the chat, bea changed the channel, leo and pia have no cart.
        "without help, in one channel": [3, 0],
        "at once": [5, 1],
        "people, by channel and day": [None, None],
        "by persona": [5, 2],
        "unheard of": [4, 0, 0],
    }


def test_every_funnel_keeps_its_promises(engine: DuckDBEngine) -> None:
    sums = {row["check"]: row for row in table(engine, "marts.reconciliation")}
    assert all(row["ok"] for row in sums.values())
    told = [
        check for check in sums if check.endswith("first step and void = journeys that touch it")
    ]
    assert len(told) == 6
    assert "people, by channel and day: first step and void = people that touch it" in sums


def test_the_groups_of_the_mart_are_those_of_the_question(engine: DuckDBEngine) -> None:
    groups = rows_of(engine, "select * from marts.funnel_groups")
    (funnel,) = (
        each
        for each in funnels_of(engine.read("select * from config.funnels"))
        if each.unit == "people"
    )
    options = {name: getattr(funnel, name) for name in Funnel.model_fields if name != "name"}
    found = jp.funnel(engine.connection, **options)
    for kind, asked in (("by", found.values), ("trend", found.periods)):
        own = [row for row in groups if (row["funnel"], row["kind"]) == (funnel.name, kind)]
        told = {(value, step.step_no): step for value, steps in asked for step in steps}
        assert {(row["value"], row["step_no"]) for row in own} == told.keys()
        for row in own:
            step = flat(told[row["value"], row["step_no"]], "people")
            shared = step.keys() & row.keys()
            assert {"people", "rate_of_exposed", "median_s"} <= shared
            assert {name: row[name] for name in shared} == {
                name: pytest.approx(step[name]) for name in shared
            }


def test_the_groups_of_the_mart_are_those_worked_out_by_hand(engine: DuckDBEngine) -> None:
    select = (
        "select kind, value, list(coalesce(people, journeys) order by step_no) as counts "
        "from marts.funnel_groups where funnel = ? group by kind, value order by kind, value"
    )

    def groups(funnel: str) -> list[tuple[object, ...]]:
        return engine.connection.execute(select, [funnel]).fetchall()

    # pia has two visits, and her entry is the first one: in the app, like leo's.
    assert [row[:1] + row[2:] for row in groups("people, by channel and day")] == [
        ("by", [2, 0]),
        ("by", [3, 3]),
        ("trend", [5, 3]),
    ]
    assert groups("by persona") == [("by", "(none)", [5, 2])]


def test_a_step_of_a_funnel_is_a_count_of_paths(engine: DuckDBEngine) -> None:
    routes = rows_of(engine, "select route, journeys from marts.routes where journey = 'buy'")
    _assert_paths(engine.connection, "buy", ["visit", "cart", "buy"], routes)


def _assert_paths(
    db: duckdb.DuckDBPyConnection,
    journey: str,
    steps: list[str],
    routes: list[dict[str, object]],
) -> None:
    """Journeys whose route holds the steps in their order, one by one."""
    found = jp.funnel(db, journey=journey, steps=steps)
    for number, step in enumerate(found.steps, start=1):
        wanted = steps[:number]
        matching = [row for row in routes if _holds(row, wanted)]
        assert step.units == sum(int(str(row["journeys"])) for row in matching)


def _holds(row: Mapping[str, object], wanted: list[str]) -> bool:
    route = iter(row["route"])  # type: ignore[call-overload]
    return all(any(touchpoint == step for touchpoint in route) for step in wanted)


def test_in_the_sample_a_step_of_a_funnel_is_a_count_of_paths(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    steps = ["Comparador de tarifas", "Consulta de cobertura", "Alta activada"]
    routes = sample_db.sql(
        "select route, journeys from marts.routes where journey = 'alta'"
    ).to_arrow_table()
    _assert_paths(sample_db, "alta", steps, routes.to_pylist())


def test_the_page_lists_every_option_and_its_example_runs(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "funnels.md").read_text("utf-8")
    options = re.findall(r"^\| `(\w+)` \| (?:`|none|\|)", page, re.MULTILINE)
    assert {"db", *options} == set(inspect.signature(jp.funnel).parameters)
    example = page.split("```python\n")[1].split("```")[0]
    opening, _, question = example.partition('"build/journeys.duckdb")\n')
    assert opening.endswith("jp.open(")
    names: dict[str, Any] = {"jp": jp, "db": sample_db}
    exec(question, names)  # noqa: S102 - the example of our own page
    found = names["found"]
    assert found.steps[0].units > 0
    for frame in (found.breakdown(), found.trend()):
        assert frame.groupby("step_no")["journeys"].sum().tolist() == units(found)


def test_without_funnels_the_mart_is_there_and_empty() -> None:
    with built(SOURCES + BUY, story("ana 10:00 visit")) as engine:
        assert table(engine, "marts.funnels") == []

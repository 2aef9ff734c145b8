"""Journeys beside their plan: worked out by hand, by a slow twin, and by simulation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.config.plans import Plan
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.errors import JourneysError
from pipeline.questions.conformance_tables import gather_plans, move_plans
from pipeline.questions.plan_visits import Lines, first_places, stages_of
from tests.questions.plan_world import Told, beside, build_plans, deviations, findings, show
from tests.reference import conformance as slow
from tests.reference.conformance import Visit

MINUTE = 60_000_000
PLAN = Plan.model_validate(
    {
        "name": "as promised",
        "journey": "buy",
        "steps": [
            "look",
            {"touchpoint": ["cart", "basket"], "channels": ["web"]},
            {"touchpoint": "ask", "optional": True},
            {"touchpoint": "pay", "within": "10 minutes"},
        ],
        "allowed": ["mail*"],
        "forbidden": ["error"],
        "within": "1 hour",
    }
)


def journey(text: str, person: int = 0, outcome: str = "reached") -> Told:
    """Visits told as `look, cart@web, pay +20`: the channel, and the minutes since the one before.

    A minute lies between visits where nothing is said.
    """
    visits, now = [], 0
    for word in text.split(", "):
        name, _, minutes = word.partition(" +")
        now += int(minutes or 1) * MINUTE
        touchpoint, _, channel = name.partition("@")
        visits.append(Visit(touchpoint, now, channel or None))
    return Told(person, visits, outcome)


def told(text: str) -> set[tuple[str, int, str]]:
    return deviations(beside([PLAN], [journey(text)])).get(0, set())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("look, cart@web, ask, pay", set()),
        ("look, basket, mail 2, pay, look", set()),  # what is allowed, unknown, or comes again
        ("look, cart@web, pay +10", set()),  # exactly the limit is inside
        ("look, cart@web, pay +11", {("late", 4, "pay")}),
        ("look, pay", {("skipped", 2, "cart | basket")}),
        ("look, cart@app, pay", {("wrong_channel", 2, "cart | basket")}),
        ("cart@web, look, pay", {("out_of_order", 2, "cart | basket")}),
        ("look, ask, cart@web, pay", {("out_of_order", 3, "ask")}),
        ("look, cart@web, error, pay", {("forbidden", 2, "error")}),
        ("call, look, cart@web, pay", {("added", 0, "call")}),
        ("look, cart@web +55, ask, pay +5", {("late", 0, "")}),
        ("look, cart@web", {("stopped", 4, "pay")}),
        ("call", {("added", 0, "call"), ("stopped", 1, "look")}),
    ],
)
def test_each_kind_of_deviation_is_told_at_its_step(text: str, expected: set[Any]) -> None:
    assert told(text) == expected


def test_a_late_step_counts_from_the_step_done_in_order_before_it() -> None:
    # The optional step was left out, so paying counts from the cart.
    assert told("look, cart@web, mail, pay +10") == {("late", 4, "pay")}
    # A step out of order is no step to count from.
    assert told("look, ask, cart@web, pay +10") == {("out_of_order", 3, "ask")}


def test_every_journey_is_in_one_state() -> None:
    rows = findings(
        beside(
            [PLAN],
            [
                journey("look, cart@web, pay", 1),
                journey("look, cart@web, pay", 1),
                journey("look", 2, "ended"),
                journey("look, pay", 3),
                journey("look, error", 4, "ended"),
                journey("look", 5, "open"),
            ],
        )
    )
    states = {
        kind: (rows[kind, 0, ""]["journeys"], rows[kind, 0, ""]["at_risk"])
        for kind in ("conforming", "unfinished", "deviating", "open")
    }
    assert states == {
        "conforming": (2, 5), "unfinished": (1, 5), "deviating": (2, 5), "open": (1, 6)
    }  # fmt: skip
    # Two of three that went past the cart did it; the third skipped it.
    skipped = rows["skipped", 2, "cart | basket"]
    assert (skipped["at_risk"], skipped["journeys"], skipped["share"]) == (3, 1, 1 / 3)
    assert (skipped["is_too_few"], skipped["difference"]) == (True, None)
    # Of four that looked and did not stay open two stopped before the cart.
    stopped = rows["stopped", 2, "cart | basket"]
    assert (stopped["at_risk"], stopped["journeys"], stopped["is_too_few"]) == (5, 2, None)


def test_where_all_are_open_or_there_is_no_journey_every_state_is_told_with_no_share() -> None:
    for journeys in ([journey("look, pay", outcome="open")], []):
        rows = findings(beside([PLAN], journeys))
        assert {key: (row["journeys"], row["share"]) for key, row in rows.items()} == {
            ("conforming", 0, ""): (0, None),
            ("unfinished", 0, ""): (0, None),
            ("deviating", 0, ""): (0, None),
            ("open", 0, ""): (len(journeys), 1.0 if journeys else None),
        }


def test_a_forbidden_touchpoint_is_compared_with_those_that_came_as_far() -> None:
    people = [
        *([journey("look, cart@web, error, pay", outcome="reached")] * 12),
        *([journey("look, cart@web, error", outcome="ended")] * 8),
        *([journey("look, cart@web, pay", outcome="reached")] * 27),
        *([journey("look, cart@web", outcome="ended")] * 3),
        *([journey("look", outcome="ended")] * 200),  # never came so far, so they do not count
    ]
    everybody = [one._replace(person=number) for number, one in enumerate(people)]
    rows = findings(beside([PLAN], everybody))
    row = rows["forbidden", 2, "error"]
    assert (row["at_risk"], row["journeys"], row["people"]) == (50, 20, 20)
    assert (row["reached_with"], row["reached_without"]) == (12 / 20, 27 / 30)
    bounds = (row["difference_low"], row["difference_high"])
    assert bounds == pytest.approx(slow.newcombe((12, 20), (27, 30)), abs=0.02)
    # The same overall: all that deviated first did so at the cart.
    whole = rows["deviating", 0, ""]
    assert (whole["reached_with"], whole["reached_without"]) == (12 / 20, pytest.approx(0.9))
    error = (0.6 * 0.4 / 20 + 0.9 * 0.1 / 30) ** 0.5
    assert whole["difference_high"] == pytest.approx(-0.3 + 1.96 * error, abs=0.002)


def test_a_channel_goes_by_one_name_in_a_plan_too() -> None:
    plan = PLAN.model_copy(
        update={
            "steps": [PLAN.steps[0], PLAN.steps[1].model_copy(update={"channels": ["Quiosco"]})]
        }
    )
    found = deviations(beside([plan], [journey("look, cart@kiosk"), journey("look, cart@web")]))
    assert found == {1: {("wrong_channel", 2, "cart | basket")}}


NAMES = st.sampled_from(["look", "cart", "basket", "ask", "pay", "error", "call", "mail"])
VISITS = st.lists(
    st.tuples(NAMES, st.sampled_from([1, 9, 10, 11, 50]), st.sampled_from(["web", "app", None])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(VISITS, min_size=1, max_size=6))
def test_the_twin_finds_the_same_deviations(routes: Sequence[Any]) -> None:
    journeys = []
    for person, route in enumerate(routes):
        times = np.cumsum([minutes for _, minutes, _ in route]) * MINUTE
        visits = [
            Visit(name, int(at), channel)
            for (name, _, channel), at in zip(route, times, strict=True)
        ]
        journeys.append(Told(person, visits))
    plan = PLAN.model_copy(update={"allowed": ["mail"]})
    engine = beside([plan], journeys)
    twin = {key: slow.deviations_of(one.visits, plan) for key, one in enumerate(journeys)}
    assert deviations(engine) == {key: own for key, own in twin.items() if own}
    off = {key for key, own in twin.items() if any(kind != "stopped" for kind, _, _ in own)}
    rows = findings(engine)
    assert rows["deviating", 0, ""]["journeys"] == len(off)
    assert rows["conforming", 0, ""]["journeys"] == sum(not own for own in twin.values())


PLAN_TABLES = tuple(
    TableName("journeys", table)
    for table in (
        *("deviations", "deviation_kinds", "plan_findings"),
        *("plan_groups", "plan_cells", "plan_products", "plan_leavers"),
    )
)
OUTCOMES = st.sampled_from(["reached", "ended", "open"])
# Whose it is, whether it was there before and is there now, where it went, and how it ended.
KEPT = st.tuples(st.integers(0, 30), VISITS, OUTCOMES)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(*[st.lists(KEPT, min_size=1, max_size=25) for _ in range(3)])
def test_what_people_were_is_taken_away_and_what_they_are_added(
    stayed: Sequence[Any], gone: Sequence[Any], came: Sequence[Any]
) -> None:
    journeys: list[Told] = []
    parts = []
    for part in (stayed, gone, came):
        keys = range(len(journeys), len(journeys) + len(part))
        # Nobody who stays as they were is among those that changed.
        people = (2 * person + (part is not stayed) for person, *_ in part)
        journeys += [
            Told(
                person,
                [Visit(name, minutes * MINUTE, channel) for name, minutes, channel in route],
                outcome,
            )
            for person, (_, route, outcome) in zip(people, part, strict=True)
        ]
        parts.append(keys)
    stays, goes, comes = parts
    engine = beside([PLAN], journeys)
    found = []
    for keys in (goes, comes):
        show(engine, journeys, keys)
        found.append(gather_plans(engine))
    told = []
    for own in ({*stays, *goes}, {*stays, *comes}):
        show(engine, journeys, own)
        build_plans(engine)
        told.append({name: _rows(engine, name) for name in PLAN_TABLES})
        if len(told) == 1:
            is_moved = move_plans(engine, *found)
            moved = {name: _rows(engine, name) for name in PLAN_TABLES}
    kinds = [one[PLAN_TABLES[1]] for one in told]
    assert is_moved == (kinds[0] == kinds[1])
    if is_moved:
        assert moved == told[1]


def _rows(engine: DuckDBEngine, name: TableName) -> list[str]:
    return sorted(map(repr, engine.read_table(name).to_pylist()))


def test_the_stage_of_a_visit_is_the_step_that_was_first_done_last_before_it() -> None:
    at, place = np.array([0, 0, 0, 1, 1]), np.array([1, 2, 3, 1, 2])
    lines = Lines(at, place, np.array([5, 6, 5, 6, 7]), np.array([0, -1, 0, -1, 1]), np.arange(5))
    first = first_places(lines, 2, 2)
    assert first.tolist() == [[1, 0], [0, 2]]
    assert stages_of(lines, first, np.arange(5)).tolist() == [0, 0, 0, -1, 1]


def test_whoever_goes_further_has_more_chances_to_deviate_and_that_is_no_difference() -> None:
    """Each step has the same chance to be done, and to have an error before it."""
    chance = np.random.default_rng(3)
    journeys = []
    for person in range(3_000):
        words = ["look"]
        for step in ("cart@web", "ask", "pay"):
            if chance.random() < 0.15:
                words.append("error")
            if chance.random() > 0.6:
                break
            words.append(step)
        outcome = "reached" if words[-1] == "pay" else "ended"
        journeys.append(journey(", ".join(words), person, outcome))
    row = findings(beside([PLAN], journeys))["deviating", 0, ""]
    naive = [one.outcome == "reached" for one in journeys]
    off = ["error" in [visit.touchpoint for visit in one.visits] for one in journeys]
    assert row["difference_low"] <= 0 <= row["difference_high"]
    shares = [np.mean([hit for hit, has in zip(naive, off, strict=True) if has == side])
              for side in (True, False)]  # fmt: skip
    assert shares[0] - shares[1] > 0.05  # what a plain comparison would have told


def test_a_question_shows_what_the_mart_holds(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.conformance(sample_db, plan="alta en línea")
    counts = dict(
        sample_db.execute(
            "select kind, journeys from marts.conformance "
            "where kind in ('conforming', 'unfinished', 'deviating', 'open')"
        ).fetchall()
    )
    (journeys,) = sample_db.execute(
        "select count(*) from marts.journeys where journey = 'alta'"
    ).fetchall()[0]
    assert sum(counts.values()) == journeys
    assert found.share is not None
    assert found.share[0] == counts["conforming"] / (journeys - counts["open"])
    told_of = found.journeys()
    for row in found.rows[4:]:
        same = told_of[["kind", "step_no", "touchpoint"]].eq(
            [row["kind"], row["step_no"], row["touchpoint"]]
        )
        assert same.all(axis=1).sum() == row["journeys"]
    assert len(found.figure().data) == 1
    assert found._repr_html_().startswith("<table><caption>Conformance: alta en línea")
    with pytest.raises(JourneysError, match='did you mean "alta en línea"'):
        jp.conformance(sample_db, plan="alta en linea")

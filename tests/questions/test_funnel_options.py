"""Exclusions, held properties, units, breakdowns and who is still open, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

import pipeline as jp
from tests.questions.funnel_story import STEPS, count, shop_warehouse, units, warehouse


@pytest.fixture(scope="module")
def shop() -> Iterator[duckdb.DuckDBPyConnection]:
    with shop_warehouse() as db:
        yield db


# --- exclusions ---------------------------------------------------------------------------------

ASKED = """
    ana: 0 visit, 5 help, 10 cart, 20 pay
    bea: 0 visit, 10 cart, 15 help, 20 pay
    eva: 0 visit, 10 cart, 20 pay, 25 help
    leo: 0 visit, 5 help, 10 visit, 15 cart
    pia: 0 help, 5 visit
"""


def test_what_is_excluded_between_entry_and_conversion_voids_the_entry() -> None:
    # leo's second visit is another entry; eva had paid, pia had not entered.
    assert count(ASKED, STEPS, exclude=["help"]) == [3, 2, 1]


def test_the_first_entry_void_leaves_no_other() -> None:
    assert count(ASKED, STEPS, exclude=["help"], entry="first") == [2, 1, 1]


def test_an_exclusion_may_lie_between_two_given_steps_only() -> None:
    between = {"touchpoint": ["help"], "after": 2, "before": 3}
    # Only bea asked for help between cart and pay; pia has no cart, leo and pia did not pay.
    assert count(ASKED, STEPS, exclude=[between]) == [4, 3, 2]


def test_an_exclusion_counts_until_the_window_ends_where_the_step_was_not_reached() -> None:
    text = "ana: 0 visit, 20 help\nbea: 0 visit, 40 help"
    with warehouse(text, known=["pay"]) as db:
        all_time = jp.funnel(db, journey="buy", steps=["visit", "pay"], exclude=["help"])
        half_hour = jp.funnel(
            db, journey="buy", steps=["visit", "pay"], exclude=["help"], window="30 minutes"
        )
    assert (units(all_time), all_time.void) == ([0, 0], 2)
    assert (units(half_hour), half_hour.void) == ([1, 0], 1)


def test_an_exclusion_may_void_all_that_the_person_did() -> None:
    text = """
        ana: 0 visit, 5 help, 10 pay
        ana: 100 visit, 110 pay
        bea: 0 visit, 10 pay
    """
    steps = ["visit", "pay"]
    assert count(text, steps, exclude=["help"]) == [2, 2]
    void_person = [{"touchpoint": "help", "voids": "person"}]
    assert count(text, steps, exclude=void_person) == [1, 1]
    assert count(text, steps, exclude=["help"], unit="people") == [2, 2]
    assert count(text, steps, exclude=void_person, unit="people") == [1, 1]


# --- property held constant, units, breakdown, trend --------------------------------------------


def test_a_property_held_constant_is_the_same_at_all_steps(shop: duckdb.DuckDBPyConnection) -> None:
    # bea put it into the cart in the app; leo stayed there.
    found = jp.funnel(shop, journey="buy", steps=STEPS, hold="channel")
    assert units(found) == [4, 2, 2]


def test_of_several_values_the_one_that_gets_furthest_counts_and_unknown_is_none() -> None:
    text = "ana: 0 visit@web, 5 visit@app, 10 cart@app\nbea: 0 visit, 5 cart"
    assert count(text, ["visit", "cart"], hold="channel") == [1, 1]
    assert count(text, ["visit", "cart"], hold="channel", entry="first") == [1, 0]


def test_people_count_once_and_go_on_in_a_later_journey() -> None:
    text = """
        ana: 0 visit, 5 cart
        ana: 100 pay
        bea: 0 visit
        bea: 50 visit
    """
    assert count(text, STEPS) == [3, 1, 0]
    assert count(text, STEPS, unit="people") == [2, 1, 1]
    assert count(text, STEPS, unit="people", window="1 hour") == [2, 1, 0]


def test_a_breakdown_goes_by_the_entry_and_adds_up(shop: duckdb.DuckDBPyConnection) -> None:
    found = jp.funnel(shop, journey="buy", steps=STEPS, by="channel")
    assert [(value, [s.units for s in steps]) for value, steps in found.values] == [
        ("web", [3, 2, 2]),
        ("app", [1, 1, 1]),
    ]
    frame = found.breakdown()
    assert frame.groupby("step_no")["journeys"].sum().tolist() == units(found)


def test_a_breakdown_by_persona_has_a_row_for_those_without_one() -> None:
    with warehouse("ana: 0 visit, 5 pay\nbea: 0 visit") as db:
        found = jp.funnel(db, journey="buy", steps=["visit", "pay"], by="persona")
    assert [(value, [s.units for s in steps]) for value, steps in found.values] == [
        (None, [1, 0]),
        ("family", [1, 1]),
    ]


def test_a_day_of_the_trend_begins_at_midnight_of_the_configured_time_zone() -> None:
    # The stories begin on Monday, March 2nd, 0:00 UTC, one hour after midnight in Madrid.
    text = "ana: 1379 visit, 1500 pay\nbea: 1380 visit\neva: 8580 visit"
    with warehouse(text) as db:
        days = jp.funnel(db, journey="buy", steps=["visit", "pay"], trend="day")
        weeks = jp.funnel(db, journey="buy", steps=["visit", "pay"], trend="week")
    assert [(day, [s.units for s in steps]) for day, steps in days.periods] == [
        ("2026-03-02", [1, 1]),
        ("2026-03-03", [1, 0]),
        ("2026-03-08", [1, 0]),
    ]
    assert [(day, [s.units for s in steps]) for day, steps in weeks.periods] == [
        ("2026-03-02", [3, 1])
    ]
    assert weeks.trend()["journeys"].tolist() == [3, 1]


# --- who could have gone on ---------------------------------------------------------------------


def test_who_still_might_go_on_is_left_out_of_the_exposed() -> None:
    text = """
        ana open: 0 visit, 10 pay
        bea open: 0 visit
        eva open: 80 visit
        leo: 85 visit
    """
    with warehouse(text, as_of=100) as db:
        steps = ["visit", "pay"]
        found = jp.funnel(db, journey="buy", steps=steps, window="1 hour").steps[1]
        no_window = jp.funnel(db, journey="buy", steps=steps).steps[1]
    # bea's hour is over, leo's journey is.
    assert (found.units, found.at_risk, found.open) == (1, 4, 1)
    assert found.rate_of_previous.value == 1 / 4
    assert found.rate_of_exposed.value == 1 / 3
    assert (no_window.open, no_window.rate_of_exposed.value) == (2, 1 / 2)


def test_a_window_that_ends_with_the_data_is_not_over_yet() -> None:
    with warehouse("ana open: 0 visit\nbea: 0 pay", as_of=60) as db:
        steps = ["visit", "pay"]
        assert jp.funnel(db, journey="buy", steps=steps, window="1 hour").steps[1].open == 1
        assert jp.funnel(db, journey="buy", steps=steps, window="59 minutes").steps[1].open == 0


def test_a_strict_funnel_is_closed_by_whatever_comes_next() -> None:
    with warehouse("ana open: 0 visit, 5 read\nbea open: 0 visit\neva: 0 pay") as db:
        found = jp.funnel(db, journey="buy", steps=["visit", "pay"], order="strict")
    assert found.steps[1].open == 1

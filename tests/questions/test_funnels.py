"""How steps follow each other in a funnel, worked out by hand. Times are minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import duckdb
import pytest

import pipeline as jp
from tests.questions.funnel_story import STEPS, count, shop_warehouse, units, warehouse


@pytest.fixture(scope="module")
def shop() -> Iterator[duckdb.DuckDBPyConnection]:
    with shop_warehouse() as db:
        yield db


# --- order --------------------------------------------------------------------------------------


def test_steps_count_in_their_order_whatever_lies_between(shop: duckdb.DuckDBPyConnection) -> None:
    # eva's cart came before her visit; pia never visited; leo asked for help in between.
    assert units(jp.funnel(shop, journey="buy", steps=STEPS)) == [4, 3, 3]


def test_strict_steps_follow_each_other_at_once(shop: duckdb.DuckDBPyConnection) -> None:
    # leo asked for help between visit and cart.
    assert units(jp.funnel(shop, journey="buy", steps=STEPS, order="strict")) == [4, 2, 2]


def test_in_any_order_a_step_counts_when_those_listed_before_it_are_done_too(
    shop: duckdb.DuckDBPyConnection,
) -> None:
    # eva did visit and cart, the other way round; pia paid but never visited.
    assert units(jp.funnel(shop, journey="buy", steps=STEPS, order="any")) == [4, 4, 3]


def test_in_any_order_the_time_runs_from_the_first_that_was_done() -> None:
    with warehouse("eva: 0 cart, 10 visit, 25 pay") as db:
        found = jp.funnel(db, journey="buy", steps=STEPS, order="any")
    assert [step.from_first.median_s for step in found.steps] == [600, 600, 1500]
    assert [step.from_previous.median_s for step in found.steps] == [None, 0, 900]


# --- which of several rows ----------------------------------------------------------------------


def test_a_later_step_before_the_first_one_does_not_hide_the_one_after_it() -> None:
    # To compare only the first time of each touchpoint would lose the second cart.
    assert count("ana: 0 cart, 5 visit, 10 cart", ["visit", "cart"]) == [1, 1]


def test_one_event_does_not_serve_two_steps() -> None:
    assert count("ana: 0 visit, 5 cart", ["visit", "visit"]) == [1, 0]
    assert count("ana: 0 visit, 5 cart, 9 visit", ["visit", "visit"]) == [1, 1]
    assert count("ana: 0 visit, 5 cart", [["visit", "cart"], ["cart", "visit"], "*"]) == [1, 1, 0]


def test_a_loop_is_counted_once_and_timed_by_its_first_chance() -> None:
    with warehouse("ana: 0 visit, 5 cart, 8 visit, 20 cart, 21 pay") as db:
        found = jp.funnel(db, journey="buy", steps=STEPS)
    assert units(found) == [1, 1, 1]
    assert [step.from_first.median_s for step in found.steps] == [0, 300, 1260]


def test_two_steps_at_one_instant_keep_the_order_of_the_journey() -> None:
    assert count("ana: 0 visit, 0 cart", ["visit", "cart"]) == [1, 1]
    assert count("ana: 0 cart, 0 visit", ["visit", "cart"]) == [1, 0]


# --- several names, wildcards, optional steps ---------------------------------------------------


def test_a_step_may_be_several_touchpoints_or_a_pattern() -> None:
    text = """
        ana: 0 visit, 5 pay~card
        bea: 0 read, 5 pay~cash
        eva: 0 visit, 5 repay
    """
    assert count(text, [["visit", "read"], "pay*"]) == [3, 2]
    assert count(text, ["visit", "pay~c?rd"]) == [2, 1]


def test_an_optional_step_stops_nobody_and_is_counted_where_it_lies_between() -> None:
    text = """
        ana: 0 visit, 5 help, 9 pay
        bea: 0 visit, 9 pay, 10 help
        eva: 0 visit, 9 help
        leo: 0 visit, 9 pay
    """
    steps = ["visit", {"touchpoint": "help", "optional": True}, "pay"]
    # bea's help came after she had paid; eva's counts, although she never paid.
    assert count(text, steps) == [4, 2, 3]
    assert count(text, steps, order="strict") == [4, 2, 3]


def test_the_step_after_an_optional_one_is_measured_from_the_one_before_it() -> None:
    with warehouse("ana: 0 visit, 5 help, 9 pay\nbea: 0 visit, 9 read") as db:
        steps: list[Any] = ["visit", {"touchpoint": "help", "optional": True}, "pay"]
        found = jp.funnel(db, journey="buy", steps=steps).steps[2]
    assert (found.units, found.at_risk, found.from_previous.median_s) == (1, 2, 540)


# --- window and entry ---------------------------------------------------------------------------


@pytest.mark.parametrize("window", [timedelta(minutes=30), "30 minutes", "0.5 hours"])
def test_what_happens_exactly_at_the_end_of_the_window_is_in_it(window: timedelta | str) -> None:
    text = "ana: 0 visit, 30 pay\nbea: 0 visit, 31 pay"
    assert count(text, ["visit", "pay"], window=window) == [2, 1]


def test_the_window_runs_from_the_entry_and_not_from_step_to_step() -> None:
    assert count("ana: 0 visit, 20 cart, 40 pay", STEPS, window="30 minutes") == [1, 1, 0]


AGAIN = "ana: 0 visit, 50 visit, 60 cart, 70 visit, 75 pay"


def test_the_best_entry_is_the_one_from_which_one_gets_furthest() -> None:
    with warehouse(AGAIN) as db:
        best = jp.funnel(db, journey="buy", steps=STEPS, window="30 minutes")
        first = jp.funnel(db, journey="buy", steps=STEPS, window="30 minutes", entry="first")
    assert (units(best), units(first)) == ([1, 1, 1], [1, 0, 0])
    assert best.steps[2].from_first.median_s == 25 * 60  # from minute 50


def test_of_equal_entries_the_earliest_counts() -> None:
    with warehouse("ana: 0 visit, 5 visit, 10 pay") as db:
        found = jp.funnel(db, journey="buy", steps=["visit", "pay"])
    assert found.steps[1].from_previous.median_s == 600

"""Moments of truth and losses of touchpoints: by hand, where nothing is hidden, and where it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.questions.finding_counts import Counts
from pipeline.questions.moments import moments
from pipeline.questions.pain import pains

NOTHING = dict.fromkeys(
    (
        *("open", "said_open", "here", "again", "said_bad", "said_bad_lost"),
        *("said_good", "said_good_lost", "repeated_bad", "repeated_bad_lost"),
        *("failed_bad", "failed_bad_lost"),
    ),
    0,
)


def _counts(rows: list[dict[str, Any]]) -> Counts:
    names = {row["touchpoint_no"]: f"t{row['touchpoint_no']:03}" for row in rows}
    visits = [
        {"journey_no": 1, "persona_no": 0, "seen": row["n"], **NOTHING, **row} for row in rows
    ]
    return Counts(visits, {}, [], [], [], [], [], names)


def _found(rows: list[dict[str, Any]], sign: str) -> list[dict[str, Any]]:
    return [row for row in moments(_counts(rows), 30, 0.05).to_pylist() if row["sign"] == sign]


def test_a_sign_is_set_against_visits_of_the_same_touchpoint_and_position() -> None:
    # 20 of 40 against 16 of 80 at the first step, 30 of 40 against 20 of 40 at the second: weights
    # 80/3 and 20, differences 0.3 and 0.25.
    first = {"position_no": 1, "n": 120, "lost": 36, "failed_bad": 40, "failed_bad_lost": 20}
    second = {"position_no": 2, "n": 80, "lost": 50, "failed_bad": 40, "failed_bad_lost": 30}
    (row,) = _found([{"touchpoint_no": 1, **one} for one in (first, second)], "failed")
    assert (row["bad"], row["bad_lost"], row["good"], row["good_lost"]) == (80, 50, 120, 36)
    assert row["difference"] == pytest.approx((80 / 3 * 0.3 + 20 * 0.25) / (80 / 3 + 20))
    assert row["excess_lost"] == pytest.approx(80 * row["difference"])
    assert row["is_moment"]
    assert row["difference_low"] < row["difference"] < row["difference_high"]


def _drawn(rng: np.random.Generator, touchpoints: int, planted: float) -> list[dict[str, Any]]:
    """Later steps are lost less often and fail more often; a failure itself does `planted` more."""
    rows = []
    for number in range(touchpoints):
        for position in (1, 2, 3):
            bad, good = int(rng.binomial(200, 0.1 * position)), 300
            usual = 0.6 - 0.15 * position
            bad_lost = int(rng.binomial(bad, usual + planted))
            lost = bad_lost + int(rng.binomial(good, usual))
            row = {"touchpoint_no": number, "position_no": position, "n": bad + good, "lost": lost}
            rows.append(row | {"failed_bad": bad, "failed_bad_lost": bad_lost})
    return rows


def test_where_failures_do_nothing_few_intervals_are_wrong_and_no_moment_is_told() -> None:
    found = _found(_drawn(np.random.default_rng(1), 600, 0.0), "failed")
    wrong = sum(not row["difference_low"] <= 0 <= row["difference_high"] for row in found)
    assert wrong <= 30 + 3 * (600 * 0.05 * 0.95) ** 0.5
    assert sum(row["is_moment"] for row in found) <= 1


def test_a_failure_that_costs_customers_is_a_moment() -> None:
    found = _found(_drawn(np.random.default_rng(2), 40, 0.25), "failed")
    assert sum(row["is_moment"] for row in found) >= 38


def test_a_loss_is_that_of_all_visits_that_can_be_judged_open_or_not() -> None:
    # At the same position 30 of 100 visits of one touchpoint were the end, 10 of 100 of the other;
    # 50 of the first are of journeys that are still open, and were not the end.
    one = {"touchpoint_no": 1, "position_no": 1, "n": 50, "seen": 100, "open": 50, "here": 30}
    two = {"touchpoint_no": 2, "position_no": 1, "n": 100, "here": 10}
    rows = pains(_counts([row | {"lost": row["here"]} for row in (one, two)]), {}, 30, 0.05)
    first, second = rows.to_pylist()
    assert (first["at_risk"], first["ended"], first["is_worse_loss"]) == (100, 30, True)
    assert first["expected_rate"] == pytest.approx(0.1)
    assert first["excess_lost"] == pytest.approx(20)
    assert not second["is_worse_loss"]

"""Two groups side by side, on a story worked out by hand and on the sample."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pytest

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.questions.compare import Comparison
from pipeline.questions.compare_rows import compared_rows


def _row(found: Comparison, measure: str, touchpoint: str | None = None) -> dict[str, Any]:
    (row,) = (
        row for row in found.rows if (row["measure"], row["touchpoint"]) == (measure, touchpoint)
    )
    return row


def _sums(group_no: int, people: int, each: int, y: int) -> dict[str, Any]:
    """People with `each` cases that all go the same way; `y` people with events."""
    return {
        "measure": "reached", "touchpoint": None, "group_no": group_no, "people": people,
        "n": people * each, "y": float(y * each), "n_n": people * each * each,
        "n_y": float(y * each * each), "y_y": float(y * each * each),
    }  # fmt: skip


def test_a_comparison_by_hand() -> None:
    (row,) = compared_rows([_sums(1, 200, 1, 80), _sums(2, 100, 1, 20)], 30)
    assert (row["n_first"], row["first"], row["n_second"], row["second"]) == (200, 0.4, 100, 0.2)
    assert row["difference"] == pytest.approx(0.2)
    # z = 0.2 / sqrt(1/3 x 2/3 x (1/200 + 1/100)) = 3.464: p = 0.0005; one row, so q is p
    assert row["q"] == row["p"] == pytest.approx(0.0005, abs=0.0001)
    assert row["is_different"]


def test_cases_of_one_customer_that_go_the_same_way_count_as_one() -> None:
    (once,) = compared_rows([_sums(1, 200, 1, 80), _sums(2, 100, 1, 20)], 30)
    (often,) = compared_rows([_sums(1, 200, 5, 80), _sums(2, 100, 5, 20)], 30)
    assert often["n_first"] == 5 * once["n_first"]
    assert often["high"] - often["low"] == pytest.approx(once["high"] - once["low"], rel=0.02)


def test_of_few_people_no_difference_is_told() -> None:
    (row,) = compared_rows([_sums(1, 29, 9, 20), _sums(2, 100, 1, 20)], 30)
    assert row["is_too_few"]
    assert row["difference"] is row["q"] is row["first"] is None


def _random_sums(rng: np.random.Generator, group_no: int, shift: float) -> dict[str, Any]:
    """Eighty people with one to six cases, each with a leaning that all of their cases share."""
    cases = rng.integers(1, 7, 80)
    leaning = np.clip(0.4 + shift + rng.choice([-0.35, 0.35], 80), 0, 1)
    own = rng.binomial(cases, leaning)
    return {
        "measure": "drop_off", "touchpoint": "pay", "group_no": group_no, "people": 80,
        "n": int(cases.sum()), "y": float(own.sum()), "n_n": int((cases**2).sum()),
        "n_y": float((cases * own).sum()), "y_y": float((own**2).sum()),
    }  # fmt: skip


def _intervals(shift: float, times: int, seed: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    return [
        compared_rows([_random_sums(rng, 1, shift), _random_sums(rng, 2, 0.0)], 30)[0]
        for _ in range(times)
    ]


def test_one_interval_in_twenty_is_wrong_though_customers_come_again_and_again() -> None:
    rows = _intervals(0.0, 600, seed=1)
    wrong = sum(not row["low"] <= 0 <= row["high"] for row in rows)
    different = sum(row["is_different"] for row in rows)
    limit = 0.05 + 3 * (0.05 * 0.95 / 600) ** 0.5
    assert 0.02 < wrong / 600 < limit
    assert 0.02 < different / 600 < limit


def test_a_planted_difference_between_groups_is_found() -> None:
    assert sum(row["is_different"] for row in _intervals(0.25, 60, seed=2)) >= 57


def test_the_two_days_of_the_incident_are_found_at_the_payment(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    days, rest = ("2026-08-11", "2026-08-12"), ("2026-08-13", "2026-08-26")
    found = jp.compare(sample_db, journey="alta", by="period", first=days, second=rest)
    assert (found.rows[0]["measure"], found.rows[0]["touchpoint"]) == ("drop_off", "Pago")
    assert found.rows[0]["difference"] > 0.5
    assert [r["touchpoint"] for r in found.rows if r["is_different"]] == ["Pago", None]


def test_two_quiet_fortnights_do_not_differ(sample_db: duckdb.DuckDBPyConnection) -> None:
    first, second = ("2026-07-20", "2026-08-02"), ("2026-08-03", "2026-08-16")
    found = jp.compare(sample_db, journey="soporte", by="period", first=first, second=second)
    assert [row for row in found.rows if row["is_different"]] == []
    assert {row["measure"] for row in found.rows} == {
        *("reached", "duration_s", "drop_off", "rating", "text")
    }


def test_every_journey_has_equally_long_to_reach_the_goal(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = jp.compare(
        sample_db, journey="alta", by="device", first="mobile", second="desktop", window="10 days"
    )
    counted = sample_db.execute(
        "select count(*), count(*) filter (where outcome = 'reached' and duration_s <= 864000) "
        "from journeys.journeys inner join journeys.steps using (journey_key) "
        "cross join staging.data_window where journeys.journey = 'alta' and step_no = 1 "
        "and device = 'mobile' and started_us <= as_of_us - 864000000000"
    ).fetchall()
    row = _row(found, "reached")
    assert counted == [(row["n_first"], round(row["first"] * row["n_first"]))]
    assert _row(found, "duration_s")["first"] <= 864000


def test_all_others_are_the_second_group_where_none_is_named(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = jp.compare(sample_db, journey="alta", by="campaign", first="flash_verano")
    assert found.names == ("flash_verano", "all others")
    row = _row(found, "reached")
    assert (row["n_first"], row["first"]) == (700, 0.0)
    assert row["difference"] < -0.2
    shown = found._repr_html_()  # as a notebook does
    assert "flash_verano against all others" in shown
    assert len(found.frame()) == len(found.rows)
    assert found.figure().data[0].x


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "colour", "first": "red"}, "Nothing is compared by"),
        ({"by": "device", "first": "mobil"}, 'No journey begins with the device "mobil"'),
        ({"by": "period", "first": ("2026-07-01", None)}, "Two periods"),
        ({"by": "period", "first": ("1 July", None), "second": (None, None)}, "is no day"),
        ({"by": "device", "first": "mobile", "window": "5"}, "is not a duration"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    sample_db: duckdb.DuckDBPyConnection, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(JourneysError, match=said):
        jp.compare(sample_db, journey="alta", **asked)

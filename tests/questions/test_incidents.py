"""Days on which something broke are found, and quiet days are not taken for any."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipeline.questions.incidents import FEWEST_DAYS, Incident, incidents
from pipeline.questions.judged_visits import day_counts
from tests.questions.findings_world import judged_of
from tests.questions.test_findings_reference import days_of

DAY = date(2026, 8, 1)


def _days(ended: list[int], n: int = 50, touchpoint_no: int = 1) -> list[dict[str, Any]]:
    """One touchpoint: `n` visits a day, of which one in ten is expected to be the end."""
    return [
        {
            "journey_no": 1,
            "touchpoint_no": touchpoint_no,
            "day": DAY + timedelta(days=place),
            "n": n,
            "here": here,
            "expected": n * sum(ended) / (n * len(ended)),
        }
        for place, here in enumerate(ended)
    ]


def _found(rows: list[dict[str, Any]], min_n: int = 30) -> list[Incident]:
    return [one for one in incidents(rows, 0.05, min_n) if one.ended]


USUAL = [5, 4, 6, 5, 5, 4, 6, 5, 5, 5]


def test_two_days_in_a_row_are_one_incident_and_what_was_usual_is_that_of_the_other_days() -> None:
    (one,) = _found(_days([*USUAL, 40, 45, *USUAL]))
    assert (one.first, one.last) == (DAY + timedelta(days=10), DAY + timedelta(days=11))
    assert (one.n, one.ended, one.others) == (100, 85, 1000)
    assert one.expected == pytest.approx(10)  # 100 of the other 1,000 ended: one in ten
    assert one.excess_low < 75 < one.excess_high


def test_days_apart_are_two_incidents() -> None:
    found = _found(_days([*USUAL, 40, 5, 45, *USUAL]))
    assert [(one.last - one.first).days for one in found] == [0, 0]


def test_nothing_is_said_of_few_visits_or_few_days() -> None:
    assert _found(_days([*USUAL, 40, 45, *USUAL]), min_n=101) == []
    assert _found(_days([5, 45, *USUAL[: FEWEST_DAYS - 3]])) == []
    assert _found(_days([0] * 20 + [4], n=5)) == []


def test_a_touchpoint_without_incident_is_counted_as_looked_at() -> None:
    (one,) = incidents(_days(USUAL * 2), 0.05, 30)
    assert one.ended == 0
    assert one.p == 1


def _simulated(rng: np.random.Generator, spread: float, touchpoints: int) -> list[Incident]:
    """Touchpoints of 60 days, one in ten lost; the rate of a day strays by so much."""
    rows = []
    for number in range(touchpoints):
        rate = np.clip(0.1 + spread * rng.standard_normal(60), 0.01, 0.9)
        ended = rng.binomial(50, rate).tolist()
        rows += _days(ended, touchpoint_no=number)
    return _found(rows)


def test_quiet_days_are_seldom_taken_for_an_incident() -> None:
    found = _simulated(np.random.default_rng(1), 0.0, 400)
    # p is told per touchpoint, so at most one in twenty has an incident by chance.
    assert len({one.touchpoint_no for one in found}) <= 0.05 * 400


def test_days_that_stray_anyway_are_seldom_taken_for_an_incident() -> None:
    found = _simulated(np.random.default_rng(2), 0.05, 400)
    assert len({one.touchpoint_no for one in found}) <= 0.1 * 400


def test_a_planted_day_is_found() -> None:
    rng = np.random.default_rng(3)
    found = 0
    for number in range(100):
        ended = rng.binomial(50, 0.1, 60).tolist()
        ended[30] = int(rng.binomial(50, 0.6))
        found += any(
            one.first <= DAY + timedelta(days=30) <= one.last
            for one in _found(_days(ended, touchpoint_no=number))
        )
    assert found >= 99


def _visits_of_a_steady_company(rng: np.random.Generator, days: int = 70) -> pa.Table:
    """1,500 customers who come now and then; a journey ends when nobody comes for seven days."""
    timeout = 7
    rows = []
    for person in range(1_500):
        times = np.sort(rng.uniform(0, days, rng.poisson(8)))
        parts = np.split(times, np.flatnonzero(np.diff(times) > timeout) + 1)
        for number, part in enumerate(parts):
            is_open = int(len(part) > 0 and days - part[-1] <= timeout)
            for step, time in enumerate(part.tolist(), start=1):
                if time <= days - timeout:
                    is_end = int(step == len(part) and not is_open)
                    rows.append((person * 99 + number, person, step, time, is_end, is_open))
    key, person, step, time, is_end, is_open = np.array(rows).T
    return pa.table(
        {"journey_key": key.astype(int), "person_key": person.astype(int)}
        | {"step_no": step.astype(int), "position_no": np.minimum(step, 10).astype(int)}
        | {"journey_no": np.ones(len(key), int), "touchpoint_no": np.ones(len(key), int)}
        | {"persona_no": np.zeros(len(key), int), "quarter_no": (time * 96).astype(int)}
        | {"became": (is_end * 2 + is_open * 8).astype(int)}
    )


def test_the_last_days_that_can_be_judged_are_no_incident() -> None:
    """Of the visits just before them those that were not the end are mostly of open journeys."""
    rows = _visits_of_a_steady_company(np.random.default_rng(5))
    assert _found(list(day_counts(judged_of(rows), days_of))) == []
    decided = rows.filter(pc.less(rows.column("became"), 8))
    (wrong,) = _found(list(day_counts(judged_of(decided), days_of)))
    assert wrong.last == date(1970, 3, 4)  # the last of 63: seven more end the data

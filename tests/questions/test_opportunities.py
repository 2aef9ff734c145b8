"""From a finding to money, to its rank, and to what is the same thing seen twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pipeline.questions.finding_contrasts import Subject
from pipeline.questions.findings import Finding, worse
from pipeline.questions.opportunities import Met, opportunities

SWITCH = Finding(
    Subject(1, "handoff", "lost", 0, "device", "mobile", "desktop"),
    compared=200, others=900, share=0.5, difference=0.3, low=0.2, high=0.4, p=0.001, q=0.01,
)  # fmt: skip
WORTH = {"journey": "buy", "value": 100.0, "value_source": "orders"}
WORTHS = {1: WORTH | {"cost": 5.0, "unhappy_share": 0.1}}


def _met(finding: Finding, journeys: range, touchpoint: str = "pay") -> Met:
    keys = np.array(journeys, np.int64)
    return Met(finding, touchpoint, keys, np.ones(len(keys), np.int64), keys, len(keys))


def _rows(*met: Met, worths: Any = None) -> list[dict[str, Any]]:  # noqa: ANN401 - rows by number
    found: list[dict[str, Any]] = opportunities(met, worths or WORTHS).to_pylist()
    return found


def _of(effect: str) -> Finding:
    return replace(SWITCH, subject=SWITCH.subject._replace(effect=effect))


def test_money_is_excess_times_value_and_its_range_that_of_the_difference() -> None:
    (row,) = _rows(_met(SWITCH, range(210)))
    assert row["opportunity"] == "buy/handoff/device:mobile>desktop/lost"
    assert (row["customers"], row["compared"]) == (210, 200)
    assert row["excess"] == pytest.approx(200 * 0.3)
    money = (row["money_low"], row["money"], row["money_high"])
    assert money == pytest.approx((4_000, 6_000, 8_000))
    assert row["share_elsewhere"] == pytest.approx(0.2)
    assert "mean_order_value" in row["assumptions"]


def test_each_effect_has_its_own_value() -> None:
    values = {effect: _rows(_met(_of(effect), range(9)))[0] for effect in ("unhappy", "again")}
    assert values["unhappy"]["value_each"] == pytest.approx(10)  # a tenth of 100
    assert "unhappy_share" in values["unhappy"]["assumptions"]
    assert values["again"]["value_each"] == 5
    assert "configured_cost" in values["again"]["assumptions"]


def test_without_a_value_there_is_no_money_and_it_comes_last() -> None:
    worths = {1: WORTHS[1] | {"unhappy_share": None}}
    rows = _rows(_met(_of("unhappy"), range(9)), _met(SWITCH, range(9)), worths=worths)
    assert [(row["effect"], row["money"] is None) for row in rows] == [
        ("lost", False),
        ("unhappy", True),
    ]
    assert rows[1]["value_source"] is None


def test_the_same_journeys_under_two_names_are_counted_once() -> None:
    line = replace(SWITCH, subject=SWITCH.subject._replace(dimension="channel"), difference=0.2)
    rows = _rows(_met(SWITCH, range(100)), _met(line, range(40, 140)))
    first, second = (row["opportunity"] for row in rows)
    assert (rows[0]["counted_in"], rows[0]["shared_with"]) == (None, [second])
    assert (rows[1]["counted_in"], rows[1]["shared_with"]) == (first, [first])
    assert rows[1]["shared_share"] == pytest.approx(0.6)


def test_less_than_half_is_told_but_counted_by_itself() -> None:
    line = replace(SWITCH, subject=SWITCH.subject._replace(dimension="channel"), difference=0.2)
    _, second = _rows(_met(SWITCH, range(100)), _met(line, range(80, 180)))
    assert second["counted_in"] is None
    assert second["shared_share"] == pytest.approx(0.2)


def test_what_is_better_or_unsure_is_no_finding() -> None:
    better, unsure = replace(SWITCH, difference=-0.3, low=-0.4, high=-0.2), replace(SWITCH, p=0.04)
    # Four p: 0.001, 0.001, 0.04, 0.5. The third has q = 0.04 x 4 / 3 = 0.053.
    assert [one.q for one in worse([SWITCH, better, unsure, replace(SWITCH, p=0.5)], 0.05)] == [
        pytest.approx(0.002)
    ]

"""Differences among equals: against published numbers, by hand, and when nothing is there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.questions.contrasts import (
    Differences,
    Means,
    Sides,
    difference_of_means,
    difference_of_shares,
    false_discovery_rates,
)
from tests.reference.contrasts import mantel_haenszel, rejected

# Deaths in the University Group Diabetes Program, below 55 years and from 55 on: tolbutamide 8 of
# 106 and 22 of 98, placebo 5 of 120 and 16 of 85 (as in Rothman, Greenland and Lash).
UGDP = [(106, 8, 120, 5), (98, 22, 85, 16)]


def _one(strata: list[tuple[int, int, int, int]], effect: float = 1.0) -> Differences:
    n1, y1, n0, y0 = np.array(strata, float).T
    sides = Sides(np.zeros(len(strata), np.int64), n1, y1, n0, y0, effect, effect)
    return difference_of_shares(sides, 1)


def test_the_published_difference_of_the_diabetes_trial() -> None:
    found = _one(UGDP)
    # (8 x 120 - 5 x 106) / 226 + (22 x 85 - 16 x 98) / 183, by 106 x 120 / 226 + 98 x 85 / 183
    assert found.difference[0] == pytest.approx(0.0349, abs=0.00005)
    assert (found.n1[0], found.y1[0], found.n0[0], found.y0[0]) == (204, 30, 205, 21)
    assert found.low[0] < 0 < found.high[0]


def test_one_stratum_is_the_plain_difference() -> None:
    found = _one([(200, 80, 100, 20)])
    assert found.difference[0] == pytest.approx(0.4 - 0.2)
    # Beside the usual standard error sqrt(.4 x .6 / 200 + .2 x .8 / 100) = 0.0529
    assert (found.high[0] - found.low[0]) / 2 / 1.96 == pytest.approx(0.0529, abs=0.001)


def test_strata_of_one_side_say_nothing() -> None:
    alone = _one([*UGDP, (50, 50, 0, 0), (0, 0, 70, 1)])
    assert alone.difference[0] == _one(UGDP).difference[0]
    nothing = _one([(50, 50, 0, 0)])
    assert np.isnan(nothing.difference[0])
    assert nothing.p[0] == 1


def test_cases_that_come_in_pairs_count_half() -> None:
    doubled = [tuple(2 * count for count in stratum) for stratum in UGDP]
    once, twice = _one(UGDP), _one(doubled, effect=2.0)  # type: ignore[arg-type]
    for name in ("difference", "low", "high", "p"):
        assert getattr(twice, name)[0] == pytest.approx(getattr(once, name)[0], abs=0.002)


_counts = st.integers(0, 60)
_stratum = st.tuples(_counts, _counts, _counts, _counts).map(
    lambda s: (s[0], min(s[0], s[1]), s[2], min(s[2], s[3]))
)


@given(st.lists(_stratum, min_size=1, max_size=5))
def test_shares_agree_with_the_formulas_written_out(
    strata: list[tuple[int, int, int, int]],
) -> None:
    found, expected = _one(strata), mantel_haenszel(strata)
    if expected is None:
        assert np.isnan(found.difference[0])
        return
    difference, low, high, p = expected
    assert found.difference[0] == pytest.approx(difference)
    assert found.low[0] == pytest.approx(low, abs=1e-6)
    assert found.high[0] == pytest.approx(high, abs=1e-6)
    assert found.p[0] == pytest.approx(p, abs=1e-9)


def test_a_difference_of_means_by_hand() -> None:
    # Strata of 4 and 4, of 2 and 6: weights 2 and 1.5; differences 1 and -0.5.
    sides = Means(
        np.array([0, 0]),
        np.array([4.0, 2]), np.array([8.0, 1]),
        np.array([4.0, 6]), np.array([4.0, 6]),
        np.array([1.0, 1]), np.array([1.0, 1]),
    )  # fmt: skip
    found = difference_of_means(sides, 1)
    assert found.difference[0] == pytest.approx((2 * 1 + 1.5 * -0.5) / 3.5)
    spread = (4 * (1 / 4 + 1 / 4) + 2.25 * (1 / 2 + 1 / 6)) ** 0.5 / 3.5
    assert found.high[0] - found.difference[0] == pytest.approx(1.959964 * spread)


# The fifteen p of the example in Benjamini and Hochberg (1995), of which four are rejected at 0.05.
PAPER = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


def test_the_example_of_benjamini_and_hochberg() -> None:
    assert (false_discovery_rates(PAPER) <= 0.05).sum() == 4


@given(st.lists(st.floats(0, 1), max_size=30), st.sampled_from([0.01, 0.05, 0.2]))
def test_q_rejects_what_the_step_up_procedure_rejects(p: list[float], level: float) -> None:
    q = false_discovery_rates(p)
    assert [own <= level * (1 + 1e-12) for own in q] == rejected(p, level)


def _simulated(rng: np.random.Generator, contrasts: int, planted: float) -> Differences:
    """Five strata a contrast, whose usual rates differ, and 40 against 120 cases in each."""
    usual = rng.uniform(0.05, 0.5, (contrasts, 5))
    n1, n0 = np.full((contrasts, 5), 40.0), np.full((contrasts, 5), 120.0)
    y1 = rng.binomial(40, usual + planted)
    y0 = rng.binomial(120, usual)
    number = np.repeat(np.arange(contrasts), 5)
    sides = Sides(
        number, n1.ravel(), y1.ravel().astype(float), n0.ravel(), y0.ravel().astype(float)
    )
    return difference_of_shares(sides, contrasts)


@pytest.mark.parametrize("planted", [0.0, 0.1])
def test_nineteen_intervals_of_twenty_hold_the_truth(planted: float) -> None:
    found = _simulated(np.random.default_rng(1), 4_000, planted)
    wrong = ((found.low > planted) | (found.high < planted)).mean()
    assert abs(wrong - 0.05) < 4 * (0.05 * 0.95 / 4_000) ** 0.5


def test_p_is_even_where_nothing_is_and_small_where_something_is() -> None:
    rng = np.random.default_rng(2)
    p = _simulated(rng, 4_000, 0.0).p
    for level in (0.01, 0.05, 0.5):
        assert abs((p <= level).mean() - level) < 4 * (level * (1 - level) / 4_000) ** 0.5
    assert (_simulated(rng, 500, 0.15).p < 0.05).mean() > 0.95


def test_two_of_a_few_events_are_no_proof() -> None:
    """Two of 93 against one of 5,000: the normal law would say p = 2e-11."""
    found = _one([(93, 2, 5_000, 1)])
    # Three events, each of them here with a chance of 93 in 5,093: 3 x 0.01826^2, and twice that.
    assert found.p[0] == pytest.approx(2 * 3 * 0.01826**2, rel=0.02)


def test_p_is_not_too_small_where_events_are_rare() -> None:
    rng = np.random.default_rng(4)
    many = 5_000
    n1, n0 = np.full(many, 50.0), np.full(many, 1_000.0)
    y1, y0 = (rng.binomial(n.astype(int), 0.01).astype(np.float64) for n in (n1, n0))
    p = difference_of_shares(Sides(np.arange(many), n1, y1, n0, y0), many).p
    for level in (0.001, 0.01, 0.05):
        assert (p <= level).mean() <= level


def test_customers_whose_cases_hang_together_need_the_design_effect() -> None:
    """Each customer has four cases that all go the same way: four times fewer than it seems."""
    rng = np.random.default_rng(3)
    many = 3_000
    y1, y0 = (rng.binomial(50, 0.3, many).astype(np.float64) * 4 for _ in range(2))
    number, n = np.arange(many), np.full(many, 200.0)
    naive = difference_of_shares(Sides(number, n, y1, n, y0), many).p
    right = difference_of_shares(Sides(number, n, y1, n, y0, 4.0, 4.0), many).p
    assert (naive <= 0.05).mean() > 0.25
    assert abs((right <= 0.05).mean() - 0.05) < 0.02

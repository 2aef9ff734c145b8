"""Curves against published examples, against the slow formulas, and against chance itself."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.questions.survival_estimates import Estimates, estimate
from tests.reference import survival as slow

Z = 1.959963984540054
# Remission in weeks of 21 children on 6-MP (Freireich et al. 1963), as printed in Kleinbaum and
# Klein, Survival Analysis, chapter 2; + is censored.
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"


def estimates_of(cases: list[slow.Case]) -> tuple[list[float], list[str], Estimates]:
    """The estimates at every time of these cases."""
    times = sorted({time for time, _ in cases})
    kinds = sorted({outcome for _, outcome in cases} - {"open"})
    exits = [[cases.count((time, kind)) for kind in kinds] for time in times]
    censored = [cases.count((time, "open")) for time in times]
    found = estimate(
        np.array(exits, dtype=float).reshape(len(times), len(kinds)), np.array(censored, float)
    )
    return times, kinds, found


def test_the_curve_of_a_published_trial() -> None:
    cases = [
        (float(word.rstrip("+")), "open" if word.endswith("+") else "ended")
        for word in SIX_MP.split()
    ]
    times, _, found = estimates_of(cases)
    printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    errors = {6: 0.0764, 7: 0.0869, 10: 0.0963, 13: 0.1068, 16: 0.1141, 22: 0.1282, 23: 0.1346}
    for week, share in printed.items():
        place = times.index(week)
        assert found.survival[place] == pytest.approx(share, abs=5e-4)
        scale = Z * errors[week] / (share * log(share))
        assert found.survival_low[place] == pytest.approx(share ** exp(-scale), abs=2e-3)
        assert found.survival_high[place] == pytest.approx(share ** exp(scale), abs=2e-3)


def test_without_open_journeys_an_incidence_is_a_plain_share() -> None:
    cases = [(1.0, "reached")] * 3 + [(2.0, "ended")] * 5 + [(3.0, "reached")] * 2
    times, kinds, found = estimates_of(cases)
    place, kind = times.index(2.0), kinds.index("ended")
    assert found.incidence[place, kind] == pytest.approx(0.5)
    scale = Z * sqrt(0.5 * 0.5 / 10) / (0.5 * log(0.5))  # the standard error of a share
    assert found.incidence_low[place, kind] == pytest.approx(0.5 ** exp(-scale))
    assert found.incidence_high[place, kind] == pytest.approx(0.5 ** exp(scale))


def test_nothing_is_claimed_where_nothing_or_everything_has_happened() -> None:
    _, _, found = estimates_of([(1.0, "open"), (2.0, "ended")])
    assert np.isnan(found.survival_low).all()
    assert np.isnan(found.incidence_high).all()
    assert found.survival.tolist() == [1.0, 0.0]


CASES = st.lists(
    st.tuples(
        st.integers(0, 6).map(float), st.sampled_from(["reached", "ended", "cancelled", "open"])
    ),
    min_size=1,
    max_size=25,
)


@settings(deadline=None)
@given(CASES)
def test_the_curves_are_those_of_the_slow_formulas(cases: list[slow.Case]) -> None:
    times, kinds, found = estimates_of(cases)
    for place, time in enumerate(times):
        share = slow.survival(cases, time)
        assert found.survival[place] == pytest.approx(share)
        assert found.survival[place] + found.incidence[place].sum() == pytest.approx(1)
        low = found.survival_low[place]
        assert _low(share, slow.survival_variance(cases, time)) == pytest.approx(low, nan_ok=True)
        for column, kind in enumerate(kinds):
            share = slow.incidence(cases, kind, time)
            variance = slow.incidence_variance(cases, kind, time)
            low = found.incidence_low[place, column]
            assert found.incidence[place, column] == pytest.approx(share)
            assert _low(share, variance) == pytest.approx(low, nan_ok=True, abs=1e-6)


def _low(share: float, variance: float) -> float:
    if not 1e-9 < share < 1 - 1e-9:
        return float("nan")
    return float(share ** exp(-Z * sqrt(max(variance, 0.0)) / (share * log(share))))


def test_intervals_hold_the_truth_in_about_95_of_100_draws() -> None:
    # Reached at rate 1, ended at rate 2, seen for a time between 0 and 2: at 0.5 the survival is
    # exp(-1.5), and of what is gone a third has reached.
    chance = np.random.default_rng(7)
    truth, reached, draws = exp(-1.5), (1 - exp(-1.5)) / 3, 600
    held = np.zeros(2)
    for _ in range(draws):
        ends = chance.exponential(1 / 3, 120)
        seen = chance.uniform(0, 2, 120)
        ways = np.where(seen < ends, 2, (chance.random(120) < 2 / 3).astype(int))
        order = np.argsort(np.minimum(ends, seen))
        counts = np.eye(3)[ways[order]]
        found = estimate(counts[:, :2], counts[:, 2])
        place = np.searchsorted(np.minimum(ends, seen)[order], 0.5, side="right") - 1
        held[0] += found.survival_low[place] <= truth <= found.survival_high[place]
        low, high = found.incidence_low[place, 0], found.incidence_high[place, 0]
        held[1] += low <= reached <= high
    # Of 600 draws 570 are expected; 16 is three standard deviations.
    assert held.tolist() == pytest.approx([570, 570], abs=16)

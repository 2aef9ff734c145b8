"""The tails agree with scipy.stats, which is too slow to import for a page of numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipeline.questions import laws
from pipeline.questions.exact_odds import wilson

SHARES = st.floats(0, 1, allow_subnormal=False)


@given(st.integers(-2, 60), st.integers(0, 50), SHARES)
def test_binomial_tails_are_those_of_scipy(here: int, everywhere: int, share: float) -> None:
    most = stats.binom.sf(here - 1, everywhere, share)
    least = stats.binom.cdf(here, everywhere, share)
    assert laws.binomial_at_least(here, everywhere, share) == pytest.approx(most, abs=1e-12)
    assert laws.binomial_at_most(here, everywhere, share) == pytest.approx(least, abs=1e-12)


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0.01, 50), st.floats(0.01, 50))
def test_beta_binomial_tails_are_those_of_scipy(here: int, more: int, a: float, b: float) -> None:
    tail = laws.beta_binomial_at_least(here, here + more, a, b)
    assert tail == pytest.approx(stats.betabinom.sf(here - 1, here + more, a, b), abs=1e-9)


@given(st.floats(-30, 30), st.integers(1, 200))
def test_scores_are_judged_as_scipy_does(score: float, freedom: int) -> None:
    assert laws.normal_p(score) == pytest.approx(2 * stats.norm.sf(abs(score)))
    assert laws.student_p(score, freedom) == pytest.approx(2 * stats.t.sf(abs(score), freedom))
    assert laws.student_half(freedom) == pytest.approx(stats.t.ppf(0.975, freedom))


def test_arrays_and_what_is_not_known_go_through() -> None:
    found = laws.binomial_at_least(np.array([0, 1, 5.0]), np.array([2.0, 2, 4]), 0.5)
    assert found.tolist() == [1.0, 0.75, 0.0]
    assert np.isnan(laws.normal_p(np.nan))


def test_wilsons_interval_misses_the_share_in_one_case_of_twenty() -> None:
    rng = np.random.default_rng(1)
    missed = []
    for share in (0.03, 0.1, 0.3, 0.5):
        for n in (30, 100, 1_000):
            low, high = wilson(rng.binomial(n, share, 4_000), np.full(4_000, n))
            missed.append(float(((share < low) | (share > high)).mean()))
    # It is held on average over shares and sizes, and is never far off (Agresti and Coull 1998).
    assert np.mean(missed) <= 0.05 + 0.005
    assert max(missed) <= 0.08

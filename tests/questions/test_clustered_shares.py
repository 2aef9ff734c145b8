"""Shares of journeys of which several are one person's: by hand, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.questions.clustered_shares import difference_of, share_of


def test_the_share_of_people_with_several_journeys_has_the_variance_of_their_sums() -> None:
    # Worked out: 3 people with 2, 1 and 1 journeys of which 2, 0 and 0 were so; the share is 1/2,
    # the deviations of people are 1, -1/2 and -1/2, so the effect is 1.5 / (4 * 1/4) * 3/2.
    found = share_of(np.array([0, 0, 1, 2]), np.array([True, True, False, False]))
    assert (found.share, found.people) == (0.5, 3)
    assert found.effective == pytest.approx(4 / 2.25)


def _draw(seed: int, effect: float, mood: float) -> tuple[float, float, float]:
    """A difference between journeys with and without something, of people with moods of their own.

    Each has 1 to 6 journeys, all with it or all without.
    """
    chance = np.random.default_rng(seed)
    people = 160
    person = np.repeat(np.arange(people), chance.integers(1, 7, people))
    has = (np.arange(people) % 2 == 0)[person]
    own = 0.5 + mood * chance.choice([-1, 1], people)[person] + effect * has
    hit = chance.random(len(person)) < own
    one, other = (share_of(person[side], hit[side]) for side in (has, ~has))
    found = difference_of(one, other)
    return found.low, found.high, found.p


def test_under_the_null_one_interval_in_twenty_is_wrong_though_journeys_hang_together() -> None:
    draws = [_draw(seed, 0.0, 0.4) for seed in range(500)]
    wrong = sum(not low <= 0 <= high for low, high, _ in draws)
    small = sum(p <= 0.05 for _, _, p in draws)
    # 25 of 500 are expected; 15 is three standard deviations.
    assert [wrong, small] == pytest.approx([25, 25], abs=15)


def test_a_planted_difference_is_found() -> None:
    draws = [_draw(seed, -0.3, 0.15) for seed in range(100)]
    assert sum(high < 0 for _, high, _ in draws) >= 95

"""Shares, and differences of shares, of cases of which one person may have several.

In:     for each case whose it is, whether it is of the one side or the other, and what became of it
Out:    shares with intervals; a difference with interval and p
Units:  shares from 0 to 1
Errors: none
Source: Wilson (1927) for a share, Newcombe (1998, method 10) for a difference, the score test for
        p; counts are divided by design effects first (Rao and Scott 1992), which are those of a
        ratio of sums over people (Cochran 1977, section 6.3), and never below 1. Where each person
        has one case the effects are 1, but for n / (n - 1), so it is Wilson's and Newcombe's own.
Assumes that people are independent of each other; that of the two sides are, too, which overstates
        the error of a difference where people have cases on both
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.questions.laws import normal_p

Z = 1.959963984540054
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Share:
    """Of `n` cases of `people` people `hits` were so; `effective` is n by the design effect."""

    n: int
    hits: int
    people: int
    effective: float

    @property
    def share(self) -> float:
        """The share itself."""
        return self.hits / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %.

        >>> low, high = Share(10, 8, 10, 10.0).interval
        >>> round(low, 4), round(high, 4)
        (0.4902, 0.9433)
        """
        return self.interval_at(Z)

    def interval_at(self, z: float) -> tuple[float, float]:
        """Wilson's interval that reaches so many standard errors, 1.96 of which are 95 %."""
        share, n = self.share, self.effective
        half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        middle, whole = share + z * z / (2 * n), 1 + z * z / n
        low, high = (middle - half) / whole, (middle + half) / whole
        return min(max(low, 0.0), share), max(min(high, 1.0), share)


def share_of(person: Places, is_hit: Flags) -> Share:
    """The share of cases that are hits. People are numbered from 0, and there is a case at least.

    >>> several = share_of(np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
    >>> several.share, several.effective  # two people told the same twice
    (0.5, 1.0)
    """
    n, hits = len(person), int(is_hit.sum())
    cases = np.bincount(person)
    cases = cases[cases > 0]
    people = len(cases)
    share = hits / n
    effect = float((cases * cases).sum() / n)  # of people whose cases are all alike
    if 0 < hits < n and people > 1:
        of_people = np.bincount(person, weights=is_hit) - share * np.bincount(person)
        squares = float((of_people**2).sum())
        effect = squares / (n * share * (1 - share)) * people / (people - 1)
    return Share(n, hits, people, n / max(effect, 1.0))


class Sums(NamedTuple):
    """Sums over people of their cases and hits, of the squares of either, and of the products."""

    cases: int
    hits: int
    people: int
    cases_cases: int
    cases_hits: int
    hits_hits: int


def share_by_sums(sums: Sums) -> Share:
    """The share of cases that are hits, where the sums over people are known; see share_of.

    >>> share_by_sums(Sums(4, 2, 2, 8, 4, 4)) == share_of(
    ...     np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
    True
    """
    n, hits, people = sums.cases, sums.hits, sums.people
    share = hits / n
    effect = sums.cases_cases / n
    if 0 < hits < n and people > 1:
        squares = sums.hits_hits - 2 * share * sums.cases_hits + share**2 * sums.cases_cases
        effect = squares / (n * share * (1 - share)) * people / (people - 1)
    return Share(n, hits, people, n / max(effect, 1.0))


def people_among(person: Places) -> int:
    """How many people have the cases. np.unique costs ten times as much.

    >>> people_among(np.array([4, 0, 4]))
    2
    """
    return int(np.count_nonzero(np.bincount(person)))


@dataclass(frozen=True)
class Difference:
    """One share less another, with the interval at 95 % and the p of their being equal."""

    difference: float
    low: float
    high: float
    p: float


def difference_of(one: Share, other: Share) -> Difference:
    """Newcombe's interval and the score test.

    The first example of Newcombe (1998), 56 of 70 against 48 of 80: 0.0524 to 0.3339.

    >>> found = difference_of(Share(70, 56, 70, 70.0), Share(80, 48, 80, 80.0))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    (low1, high1), (low0, high0) = one.interval, other.interval
    share1, share0 = one.share, other.share
    difference = share1 - share0
    low = difference - sqrt((share1 - low1) ** 2 + (high0 - share0) ** 2)
    high = difference + sqrt((high1 - share1) ** 2 + (share0 - low0) ** 2)
    n1, n0 = one.effective, other.effective
    pooled = (share1 * n1 + share0 * n0) / (n1 + n0)
    error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
    p = float(normal_p(difference / error)) if error > 0 else 1.0
    return Difference(difference, low, high, p)

"""Means, and differences of means, of cases of which one person may have several.

In:     for each case whose it is, an amount and what it is an amount of (1 case, or some ratings)
Out:    means with intervals; a difference with interval and p
Units:  those of the amount
Errors: none
Source: the mean as a ratio of sums over people, with its linearised variance (Cochran 1977, section
        6.3) and Student's t of one degree of freedom less than people; of a difference the smaller
        of both, which is careful
Assumes that people are independent of each other, and that there are enough for sums to be normal:
        a few very large amounts make the interval too short
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from pipeline.questions.clustered_shares import Difference, Places
from pipeline.questions.laws import student_half, student_p

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Mean:
    """A mean over people, with its standard error."""

    mean: float
    error: float
    people: int

    @property
    def interval(self) -> tuple[float, float]:
        """The interval at 95 %."""
        half = float(student_half(self.people - 1)) * self.error
        return self.mean - half, self.mean + half


def mean_of(person: Places, amount: Numbers, weight: Numbers) -> Mean:
    """The sum of amounts by the sum of weights; two people are the least.

    Three people with 1, 2 and 6: the mean is 3, the variance 14 / 2, its error sqrt(7 / 3).

    >>> found = mean_of(np.arange(3), np.array([1.0, 2, 6]), np.ones(3))
    >>> found.mean, round(found.error**2, 6)
    (3.0, 2.333333)
    """
    amounts, weights = np.bincount(person, amount), np.bincount(person, weight)
    people = int((weights > 0).sum())
    mean = float(amounts.sum() / weights.sum())
    squares = float(((amounts - mean * weights) ** 2).sum())
    error = sqrt(squares * people / (people - 1)) / float(weights.sum())
    return Mean(mean, error, people)


def difference_of_means(one: Mean, other: Mean) -> Difference:
    """One mean less another of other people.

    >>> found = difference_of_means(Mean(3, 0.3, 50), Mean(2, 0.4, 50))
    >>> round(found.low, 3), round(found.p, 3)
    (-0.005, 0.051)
    """
    difference, error = one.mean - other.mean, sqrt(one.error**2 + other.error**2)
    freedom = min(one.people, other.people) - 1
    half = float(student_half(freedom)) * error
    p = float(student_p(difference / error, freedom)) if error > 0 else 1.0
    return Difference(difference, difference - half, difference + half, p)

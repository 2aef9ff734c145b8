"""Tails of the laws that differences are judged by.

In:     scores, counts, shares; numbers or arrays of them
Out:    probabilities of the same shape
Errors: none; NaN in, NaN out
Source: scipy.special, which scipy.stats asks too; that one takes a second to import, and a page of
        numbers is made in ten
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

Numbers = npt.NDArray[np.float64]


def normal_p(score: npt.ArrayLike) -> Numbers:
    """How probable a standard normal value at least so far from zero is, on either side.

    >>> round(float(normal_p(1.959964)), 6), float(normal_p(0))
    (0.05, 1.0)
    """
    return np.asarray(2 * special.ndtr(-np.abs(score)))


def student_p(score: npt.ArrayLike, freedom: npt.ArrayLike) -> Numbers:
    """The same for Student's t with `freedom` degrees of freedom.

    >>> round(float(student_p(2.228139, 10)), 6)
    0.05
    """
    return np.asarray(2 * special.stdtr(freedom, -np.abs(score)))


def student_half(freedom: npt.ArrayLike) -> Numbers:
    """How many standard errors a 95 % interval reaches to either side.

    >>> round(float(student_half(10)), 6)
    2.228139
    """
    return np.asarray(special.stdtrit(freedom, 0.975))


def binomial_at_least(
    here: npt.ArrayLike, everywhere: npt.ArrayLike, share: npt.ArrayLike
) -> Numbers:
    """How probable `here` or more of `everywhere` are, each with the chance `share`.

    >>> [round(float(binomial_at_least(here, 10, 0.5)), 6) for here in (0, 9)]
    [1.0, 0.010742]
    """
    here, others = np.asarray(here, float), np.asarray(everywhere, float) - here
    tail = special.betainc(np.maximum(here, 1), np.maximum(others, 0) + 1, share)
    return np.where(here <= 0, 1.0, np.where(others < 0, 0.0, tail))


def binomial_at_most(
    here: npt.ArrayLike, everywhere: npt.ArrayLike, share: npt.ArrayLike
) -> Numbers:
    """How probable `here` or fewer of `everywhere` are, each with the chance `share`.

    >>> [round(float(binomial_at_most(here, 10, 0.5)), 6) for here in (1, 10)]
    [0.010742, 1.0]
    """
    here, others = np.asarray(here, float), np.asarray(everywhere, float) - here
    tail = special.betaincc(np.maximum(here, 0) + 1, np.maximum(others, 1), share)
    return np.where(others <= 0, 1.0, np.where(here < 0, 0.0, tail))


def beta_binomial_at_least(here: float, everywhere: float, a: float, b: float) -> float:
    """How probable `here` or more of `everywhere` are, when their chance is itself Beta(a, b).

    >>> round(beta_binomial_at_least(3, 4, 1, 1), 6)  # each of 0 to 4 is as probable
    0.4
    """
    yes = np.arange(here, everywhere + 1)
    no = everywhere - yes
    ways = special.gammaln(everywhere + 1) - special.gammaln(yes + 1) - special.gammaln(no + 1)
    return float(np.exp(ways + special.betaln(yes + a, no + b) - special.betaln(a, b)).sum())

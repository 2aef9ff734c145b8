"""Differences between those with and those without something, among equals, and how sure they are.

In:     counts of cases and events per contrast and stratum, as arrays of one length
Out:    per contrast a difference of shares or of means with 95 % interval and p; q of many p
Units:  shares from 0 to 1; whatever unit the means have
Errors: none; where no stratum holds both sides the difference is NaN and p is 1
Source: difference of shares: Mantel-Haenszel (Greenland and Robins 1985) with the variance of Sato
        (1989); p: the test of Mantel and Haenszel (1959) without correction for continuity, or a
        binomial where few events are to be expected (Mantel and Fleiss 1980).
        Clusters: counts are divided by design effects (Rao and Scott 1992). Differences of means
        have the same weights. q: Benjamini and Hochberg (1995).
Assumes cases of different customers are independent, and the difference is alike in all strata
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.questions.laws import binomial_at_least, binomial_at_most, normal_p

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Z = 1.959963984540054
FEWEST_EXPECTED = 5  # events, to all sides, for the normal law (Mantel and Fleiss 1980)


@dataclass(frozen=True)
class Sides:
    """What was counted per contrast and stratum: cases and events with it (1) and without (0).

    `contrast` numbers the contrast of each row from 0. The design effects are per row.
    """

    contrast: Places
    n1: Numbers
    y1: Numbers
    n0: Numbers
    y0: Numbers
    effect1: Numbers | float = 1.0
    effect0: Numbers | float = 1.0


@dataclass(frozen=True)
class Differences:
    """Per contrast; `n1` and `n0` are cases of strata that hold both sides."""

    n1: Numbers
    y1: Numbers
    n0: Numbers
    y0: Numbers
    difference: Numbers
    low: Numbers
    high: Numbers
    p: Numbers


def difference_of_shares(sides: Sides, contrasts: int) -> Differences:
    """The share with less the share without, weighted over the strata as Mantel and Haenszel do.

    >>> two = Sides(*map(np.array, ([0, 0], [20, 10], [10, 5], [80, 90], [20, 9])))
    >>> found = difference_of_shares(two, 1)
    >>> [round(float(value), 4) for value in (found.difference[0], found.low[0], found.high[0])]
    [0.304, 0.1136, 0.4944]
    """
    both = (sides.n1 > 0) & (sides.n0 > 0)
    rows = _Rows(sides.contrast[both], contrasts)
    raw = [np.asarray(part, float)[both] for part in (sides.n1, sides.y1, sides.n0, sides.y0)]
    effect1, effect0 = (
        np.maximum(np.broadcast_to(effect, both.shape)[both], 1.0)
        for effect in (sides.effect1, sides.effect0)
    )
    n1, y1, n0, y0 = raw[0] / effect1, raw[1] / effect1, raw[2] / effect0, raw[3] / effect0
    n = n1 + n0
    weight = rows.sums(n1 * n0 / n)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = rows.sums((y1 * n0 - y0 * n1) / n) / weight
        spread = rows.sums((n1 * n1 * y0 - n0 * n0 * y1 + n1 * n0 * (n0 - n1) / 2) / (n * n))
        chance = rows.sums((y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * n))
        variance = np.maximum((difference * spread + chance) / weight**2, 0.0)
    half = Z * np.sqrt(variance)
    low, high = np.maximum(difference - half, -1.0), np.minimum(difference + half, 1.0)
    p = _mantel_haenszel(rows, (n1, y1, n0, y0))
    with_it, hit, without, missed = (rows.sums(part) for part in raw)
    return Differences(with_it, hit, without, missed, difference, low, high, p)


def _mantel_haenszel(rows: _Rows, sides: tuple[Numbers, ...]) -> Numbers:
    """Two-sided p of the hypothesis that the shares are equal in every stratum."""
    n1, y1, n0, y0 = sides
    n, y = n1 + n0, y1 + y0
    more = rows.sums(y1 - n1 * y / n)
    variance = rows.sums(n1 * n0 * y * (n - y) / (n * n * np.maximum(n - 1, 1e-9)))
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(variance > 0, more / np.sqrt(variance), 0.0)
    hoped = rows.sums(n1 * y / n)
    least, most = rows.sums(np.maximum(y - n0, 0)), rows.sums(np.minimum(y, n1))
    is_large = np.minimum(hoped - least, most - hoped) >= FEWEST_EXPECTED
    p: Numbers = np.where(is_large, normal_p(score), _few(rows, sides))
    return p


def _few(rows: _Rows, sides: tuple[Numbers, ...]) -> Numbers:
    """Tell p where the normal law is no good: a binomial of all events, or of all others if fewer.

    Given how many events a stratum has, those with it are a sum of hypergeometric counts; the
    binomial with the same mean is spread at least as wide (Hoeffding 1956), so p is not too small.
    """
    n1, y1, n0, y0 = sides
    is_rare = (rows.sums(y1 + y0) <= rows.sums(n1 + n0 - y1 - y0))[rows.contrast]
    own, all_ = np.where(is_rare, y1, n1 - y1), np.where(is_rare, y1 + y0, n1 + n0 - y1 - y0)
    here, everywhere = np.round(rows.sums(own)), np.round(rows.sums(all_))
    hoped = rows.sums(n1 * all_ / (n1 + n0))
    share = np.clip(hoped / np.maximum(rows.sums(all_), 1e-9), 0.0, 1.0)
    tails = np.minimum(
        binomial_at_least(here, everywhere, share), binomial_at_most(here, everywhere, share)
    )
    p: Numbers = np.minimum(2 * tails, 1.0)
    return p


@dataclass(frozen=True)
class Means:
    """What was felt per contrast and stratum on both sides, and how much values spread.

    `variance` is that of one value inside strata, with the design effect in it, per row.
    """

    contrast: Places
    n1: Numbers
    sum1: Numbers
    n0: Numbers
    sum0: Numbers
    variance1: Numbers
    variance0: Numbers


def difference_of_means(sides: Means, contrasts: int) -> Differences:
    """The mean with less the mean without, with the same weights; `y` are the sums.

    >>> one = Means(*map(np.array, ([0], [4.], [8.], [4.], [4.], [1.], [1.])))
    >>> found = difference_of_means(one, 1)
    >>> float(found.difference[0]), round(float(found.low[0]), 3)
    (1.0, -0.386)
    """
    both = (sides.n1 > 0) & (sides.n0 > 0)
    rows = _Rows(sides.contrast[both], contrasts)
    n1, sum1, n0, sum0, variance1, variance0 = (
        np.asarray(part, float)[both]
        for part in (
            *(sides.n1, sides.sum1, sides.n0, sides.sum0),
            *(sides.variance1, sides.variance0),
        )
    )
    weight = n1 * n0 / (n1 + n0)
    whole = rows.sums(weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = rows.sums(weight * (sum1 / n1 - sum0 / n0)) / whole
        variance = rows.sums(weight**2 * (variance1 / n1 + variance0 / n0)) / whole**2
        score = np.where(variance > 0, difference / np.sqrt(variance), 0.0)
    half = Z * np.sqrt(variance)
    p = normal_p(np.nan_to_num(score))
    with_it, own, without, other = (rows.sums(part) for part in (n1, sum1, n0, sum0))
    low, high = difference - half, difference + half
    return Differences(with_it, own, without, other, difference, low, high, p)


@dataclass(frozen=True)
class _Rows:
    """Which row belongs to which contrast."""

    contrast: Places
    contrasts: int

    def sums(self, values: Numbers) -> Numbers:
        """The sum over the strata of each contrast."""
        added = np.bincount(self.contrast, weights=values, minlength=self.contrasts)
        return np.asarray(added, np.float64)


def false_discovery_rates(p: Any) -> Numbers:  # noqa: ANN401 - whatever numpy takes for numbers
    """The q of each p: the share of false findings if all with so small a p were claimed.

    >>> [round(float(q), 3) for q in false_discovery_rates([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.053, 0.053, 0.5]
    """
    values = np.asarray(p, float)
    if not len(values):
        return values
    order: Places = np.argsort(values)
    scaled = values[order] * len(values) / np.arange(1, len(values) + 1)
    q = np.empty_like(values)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q

"""Quantiles of the values of each group, which lie together.

In:     whole numbers, and where each group begins among them
Out:    a row of quantiles for each share asked for
Units:  so many of the values' units are one of the quantiles'
Errors: none
Source: between two values as percentile_cont has them (type 7 of Hyndman and Fan 1996), rounded
        once as there; products and sums with their errors as Dekker (1971) and Knuth have them
Why:    to part a group at a few places costs less than to sort it
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.questions.pieces_of_journeys import Column, Places

_Floats = npt.NDArray[np.float64]
_HALF = float((1 << 27) + 1)  # parts a number of 53 bits into two of 26


def quantiles_of(values: Places, begins: Column, shares: Sequence[float], unit: int) -> _Floats:
    """The quantiles of each group, a row for each share; values of a group change their places.

    >>> values, begins = np.array([30, 10, 20, 70]), np.array([0, 3])
    >>> quantiles_of(values, begins, [0.5, 0.75], 10).tolist()
    [[2.0, 7.0], [2.5, 7.0]]
    """
    counts = np.diff(begins, append=len(values))
    places = np.outer(shares, counts - 1)
    low, high = (np.asarray(rounded(places), np.int64) for rounded in (np.floor, np.ceil))
    for begin, count, wanted in zip(begins, counts, np.concatenate([low, high]).T, strict=True):
        values[begin : begin + count].partition(wanted)
    part: _Floats = places - low
    below, above = values[begins + low] / unit, values[begins + high] / unit
    return _rounded_once(below, 1 - part, above * part)


def _rounded_once(one: _Floats, other: _Floats, more: _Floats) -> _Floats:
    """The sum of a product and another number, rounded once and not twice."""
    product = one * other
    (a, b), (c, d) = _halves(one), _halves(other)
    lost = ((a * c - product) + a * d + b * c) + b * d
    total = product + more
    kept = total - product
    lost += (product - (total - kept)) + (more - kept)
    found: _Floats = total + lost
    return found


def _halves(number: _Floats) -> tuple[_Floats, _Floats]:
    """Two numbers of half the bits whose sum it is."""
    large = number * _HALF
    first = large - (large - number)
    return first, number - first

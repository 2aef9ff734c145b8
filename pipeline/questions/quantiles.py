"""What lies between two values, as quantiles do, rounded once.

In:     two columns of numbers, and how far between them to go
Out:    the numbers there
Units:  those of the values; parts from 0 to 1
Errors: none
Source: as percentile_cont has it: the lower one times the rest of the part, plus the upper one
        times the part, rounded once; products and sums with their errors as Dekker (1971) and Knuth
        have them
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_HALF = float((1 << 27) + 1)  # parts a number of 53 bits into two of 26


def between(below: _Floats, above: _Floats, part: _Floats) -> _Floats:
    """The number at a part of the way from one to the other.

    >>> between(np.array([2.0]), np.array([4.0]), np.array([0.25])).tolist()
    [2.5]
    """
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

"""Shares with their interval.

In:     a part and its whole
Out:    Rate with a 95 % interval; no value when the whole is nothing
Units:  shares from 0 to 1
Errors: none
Source: Wilson (1927), score interval without continuity correction
"""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its parts and its 95 % interval (Wilson)."""

    part: int
    whole: int
    value: float | None
    low: float | None
    high: float | None


def rate(part: int, whole: int) -> Rate:
    """Give a share its interval.

    >>> found = rate(1, 4)
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (0.25, 0.046, 0.699)
    """
    if whole <= 0:
        return Rate(part, whole, None, None, None)
    share, square = part / whole, _Z * _Z
    centre = share + square / (2 * whole)
    spread = _Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    size = 1 + square / whole
    low, high = (centre - spread) / size, (centre + spread) / size
    return Rate(part, whole, share, max(0.0, low), min(1.0, high))

"""Which cells of tables of two ways hold more, or less, than their margins explain: exactly.

In:     of each cell how many are in it, in its row, in its column and in its table
Out:    p of each cell; q of many p; intervals of shares
Units:  counts; shares from 0 to 1
Errors: none
Source: Fisher's conditional distribution of a cell given its margins, the hypergeometric; a
        two-sided p is twice the smaller tail. Along routes: Casiraghi et al. (2016), LaRock et al.
        (2020, HYPA); here for one middle at a time, so that one that is seldom passed does not make
        every way through it look frequent. q: Benjamini and Hochberg (1995). Wilson (1927).
Assumes that those counted are independent of each other
"""

from __future__ import annotations

from math import exp

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Z = 1.959963984540054
_NEGLIGIBLE = 40.0  # e to this power is too little to add to a sum of doubles


def cell_p(inside: Counts, row: Counts, column: Counts, table: Counts) -> Numbers:
    """The two-sided p of each cell: at most how likely so many, or so few, are by chance.

    Of a table of 12, 6 in the row and 4 in the column: all 4 in the cell have the chance
    15 / 495, and a p of twice that.

    >>> p = cell_p(*(np.array([n]) for n in (4, 6, 4, 12)))
    >>> round(float(p[0]) * 495 / 2, 6)
    15.0
    """
    return np.array(
        [
            _two_sided(*(int(part) for part in cell))
            for cell in zip(inside, row, column, table, strict=True)
        ]
    )


def _two_sided(inside: int, row: int, column: int, table: int) -> float:
    lowest, highest = max(0, row + column - table), min(row, column)
    if inside * table > row * column:
        places = np.arange(inside, highest + 1)
    else:
        places = np.arange(inside, lowest - 1, -1)
    # Away from what is expected each term is smaller than the one before.
    logs = _log_chances(places[:1000], row, column, table)
    if len(places) > len(logs) and logs[-1] > logs[0] - _NEGLIGIBLE:
        logs = _log_chances(places, row, column, table)
    return min(1.0, 2 * exp(logs[0]) * float(np.exp(logs - logs[0]).sum()))


def _log_chances(inside: Counts, row: int, column: int, table: int) -> Numbers:
    found: Numbers = (
        _log_ways(row, inside)
        + _log_ways(table - row, column - inside)
        - _log_ways(table, np.array(column))
    )
    return found


def _log_ways(of: int, some: Counts) -> Numbers:
    found: Numbers = gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1)
    return found


def wilson(inside: Counts, of: Counts) -> tuple[Numbers, Numbers]:
    """The 95 % interval of a share, at both ends.

    >>> low, high = wilson(np.array([8]), np.array([10]))
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.4902, 0.9433)
    """
    share = inside / of
    middle = share + Z * Z / (2 * of)
    half = Z * np.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    return np.clip((middle - half) / whole, 0, share), np.clip((middle + half) / whole, share, 1)

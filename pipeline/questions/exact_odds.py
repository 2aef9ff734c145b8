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

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Z = 1.959963984540054
_NEGLIGIBLE = 1e-18  # too little to add to a sum of doubles, and to sum up beside it


def cell_p(inside: Counts, row: Counts, column: Counts, table: Counts) -> Numbers:
    """The two-sided p of each cell: at most how likely so many, or so few, are by chance.

    Of a table of 12, 6 in the row and 4 in the column: all 4 in the cell have the chance
    15 / 495, and a p of twice that.

    >>> p = cell_p(*(np.array([n]) for n in (4, 6, 4, 12)))
    >>> round(float(p[0]) * 495 / 2, 6)
    15.0
    """
    lowest, highest = np.maximum(0, row + column - table), np.minimum(row, column)
    is_more = inside * table > row * column
    chance = np.exp(_log_chance(inside, row, column, table))
    steps_left = np.where(is_more, highest - inside, inside - lowest)
    return np.minimum(1.0, 2 * chance * _tails((inside, row, column, table), is_more, steps_left))


def _tails(cells: tuple[Counts, ...], is_more: Flags, steps_left: Counts) -> Numbers:
    """The sum over each cell and those farther from what is expected, by the chance of the cell.

    Away from what is expected each term is smaller than the one before; a cell is done when what
    is left cannot be told from nothing.
    """
    term, total = np.ones(len(is_more)), np.ones(len(is_more))
    at = np.flatnonzero(steps_left > 0)
    step = 0
    while len(at):
        inside, row, column, table = (part[at] for part in cells)
        term[at] *= np.where(
            is_more[at],
            _ratio(inside + step, row, column, table),
            1 / _ratio(inside - step - 1, row, column, table),
        )
        total[at] += term[at]
        step += 1
        at = at[(steps_left[at] > step) & (term[at] > _NEGLIGIBLE * total[at])]
    return total


def _ratio(inside: Counts, row: Counts, column: Counts, table: Counts) -> Numbers:
    """How many times as likely one more in the cell is as so many; infinite where none may be."""
    up = (row - inside).astype(float) * (column - inside)
    down = (inside + 1.0) * (table - row - column + inside + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Numbers = up / down
    return found


def _log_chance(inside: Counts, row: Counts, column: Counts, table: Counts) -> Numbers:
    found: Numbers = (
        _log_ways(row, inside) + _log_ways(table - row, column - inside) - _log_ways(table, column)
    )
    return found


def _log_ways(of: Counts, some: Counts) -> Numbers:
    found: Numbers = gammaln(of + 1.0) - gammaln(some + 1.0) - gammaln(of - some + 1.0)
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

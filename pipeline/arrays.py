"""Rows of an array against the one before, where a batch goes on from the last one.

In:     columns of a batch; what is known of the last row of the batch before
Out:    columns of the same length
Units:  none
Errors: none
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_Any = TypeVar("_Any", bound=np.generic)


def former(column: npt.NDArray[_Any], carried: int) -> npt.NDArray[_Any]:
    """The value of the row before; `carried` comes before the first one.

    >>> former(np.array([5, 7, 7]), 3).tolist()
    [3, 5, 7]
    """
    found = np.empty_like(column)
    found[:1] = carried
    found[1:] = column[:-1]
    return found


def latest(flags: Flags) -> Column:
    """The place of the latest row so far that has the flag; -1 before there is one.

    >>> latest(np.array([False, True, False, True])).tolist()
    [-1, 1, 1, 3]
    """
    places = np.arange(len(flags))
    places[~flags] = -1
    return np.maximum.accumulate(places)


def counted(flags: Flags, begins: Flags, carried: int) -> Column:
    """How many rows had a flag since the latest beginning, which counts as one in any case.

    `carried` had it before the first row.

    >>> flags = np.array([True, False, True, False, True])
    >>> counted(flags, np.array([False, False, False, True, False]), 8).tolist()
    [9, 9, 10, 1, 2]
    """
    total = np.cumsum(flags)
    at = latest(begins)
    ahead = np.searchsorted(at, 0)  # rows before the first beginning
    found: Column = np.empty_like(total)
    found[:ahead] = total[:ahead] + carried
    found[ahead:] = total[ahead:] - total[at[ahead:]] + 1
    return found


def happened(flags: Flags, begins: Flags, carried: bool) -> Flags:  # noqa: FBT001 - a value
    """Whether any row since the latest beginning had a flag, that row and this one included.

    >>> flags = np.array([False, False, True, False])
    >>> happened(flags, np.array([False, True, False, True]), True).tolist()
    [True, False, True, False]
    """
    if flags.all():
        return flags
    last, at = latest(flags), latest(begins)
    found: Flags = last >= at
    ahead = np.searchsorted(at, 0)
    found[:ahead] = carried | (last[:ahead] >= 0)
    return found


def of_beginning(column: Column, begins: Flags, carried: int) -> Column:
    """What the latest beginning had; `carried` is that of a beginning before the first row.

    >>> of_beginning(np.array([5, 7, 8]), np.array([False, True, False]), 3).tolist()
    [3, 7, 7]
    """
    at = latest(begins)
    found = column[at]
    found[: np.searchsorted(at, 0)] = carried
    return found

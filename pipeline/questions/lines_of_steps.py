"""Steps of many journeys in numbers, journey after journey and in order.

In:     a table with journey_key, step_no and what else is asked for, in any order
Out:    its columns as arrays, the steps of a journey together and by number
Units:  as in the table
Errors: none
Why:    a warehouse keeps steps in this order, though it does not promise to. To see that they lie
        so costs a twentieth of sorting them, and a shifted array is what a window would find
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Column = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def in_order(rows: pa.Table, by: str = "step_no") -> dict[str, npt.NDArray[Any]]:
    """The columns without journey_key, and is_first, which tells where a journey begins.

    >>> table = pa.table({"journey_key": [5, 7, 5], "step_no": [2, 1, 1], "kind_no": [3, 4, 6]})
    >>> {name: column.tolist() for name, column in in_order(table).items()}
    {'step_no': [1, 2, 1], 'kind_no': [6, 3, 4], 'is_first': [True, False, True]}
    """
    columns = {name: rows.column(name).to_numpy() for name in rows.column_names}
    key = columns.pop("journey_key")
    order = _order(key, columns[by])
    if order is not None:
        columns = {name: column[order] for name, column in columns.items()}
        key = key[order]
    return columns | {"is_first": _firsts(key)}


def _firsts(key: Column) -> Flags:
    return np.concatenate([np.ones(min(len(key), 1), bool), key[1:] != key[:-1]])


def _order(key: Column, number: Column) -> Column | None:
    """How to take the rows, None where they lie as they should.

    Most journeys lie in one piece, in which the numbers go up; a few are in several pieces.
    """
    is_first = _firsts(key)
    if not (is_first[1:] | (number[1:] > number[:-1])).all():
        return np.lexsort((number, key))
    begins = np.flatnonzero(is_first)
    begun = key[begins]
    by_key = np.lexsort((number[begins], begun))
    again = begun[by_key[1:]] == begun[by_key[:-1]]
    if not again.any():
        return None
    counts = np.diff(begins, append=len(key))[by_key]
    shift = begins[by_key] - (np.cumsum(counts) - counts)
    order: Column = np.arange(len(key)) + np.repeat(shift, counts)
    goes_up = number[order][1:] > number[order][:-1]
    return order if (goes_up | _firsts(key[order])[1:]).all() else np.lexsort((number, key))


def before(column: Column, begins: Column, at_first: int = 0) -> Column:
    """What stood one step earlier in the same journey; journeys begin at the places `begins`.

    >>> before(np.array([6, 3, 4]), np.array([0, 2])).tolist()
    [0, 6, 0]
    """
    found = np.empty_like(column)
    found[1:] = column[:-1]
    found[begins] = at_first
    return found


def is_last(is_first: Flags) -> Flags:
    """Which steps are the last of their journeys.

    >>> is_last(np.array([True, False, True])).tolist()
    [False, True, True]
    """
    return np.append(is_first[1:], np.ones(min(len(is_first), 1), bool))

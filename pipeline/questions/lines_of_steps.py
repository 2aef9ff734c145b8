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

from pipeline.questions.pieces_of_journeys import changes

Column = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def in_order(rows: pa.Table, by: str = "step_no") -> dict[str, npt.NDArray[Any]]:
    """The columns without journey_key, and is_first, which tells where a journey begins.

    >>> table = pa.table({"journey_key": [5, 7, 5], "step_no": [2, 1, 1], "kind_no": [3, 4, 6]})
    >>> {name: column.tolist() for name, column in in_order(table).items()}
    {'step_no': [1, 1, 2], 'kind_no': [4, 6, 3], 'is_first': [True, True, False]}
    """
    columns = {name: rows.column(name).to_numpy() for name in rows.column_names}
    key = columns.pop("journey_key")
    moved = _moved(key, columns[by])
    if moved is not None:
        stays, order = moved
        key, *others = (
            np.concatenate([column[stays], column[order]]) for column in (key, *columns.values())
        )
        columns = dict(zip(columns, others, strict=True))
    return columns | {"is_first": changes(key)}


def _moved(key: Column, number: Column) -> tuple[Flags, Column] | None:
    """Which rows may stay, and the order of the others; None where all lie as they should.

    Most journeys lie in one piece, in which the numbers go up; a few are in several pieces.
    """
    is_first = changes(key)
    if not (is_first[1:] | (number[1:] > number[:-1])).all():
        return np.zeros(len(key), bool), np.lexsort((number, key))
    begins = np.flatnonzero(is_first)
    by_key = np.argsort(key[begins])
    is_again = key[begins[by_key[1:]]] == key[begins[by_key[:-1]]]
    if not is_again.any():
        return None
    in_pieces = np.zeros(len(begins), bool)
    in_pieces[by_key[1:][is_again]] = in_pieces[by_key[:-1][is_again]] = True
    stays = np.repeat(~in_pieces, np.diff(begins, append=len(key)))
    rows = np.flatnonzero(~stays)
    return stays, rows[np.lexsort((number[rows], key[rows]))]


def before(column: npt.NDArray[Any], begins: Column, at_first: int = 0) -> npt.NDArray[Any]:
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

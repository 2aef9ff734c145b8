"""Where in a table of steps each journey lies, found batch by batch.

In:     a table with journey_key and a number that tells the order of a journey's rows
Out:    Pieces: rows of one journey that lie together
Units:  places of rows, from 0 on
Errors: none
Why:    as in lines_of_steps; here no column is copied, which costs more than to look at it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Column = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.integer]


@dataclass(frozen=True)
class Pieces:
    """Rows of one journey that follow each other: whose, where they begin, how many they are."""

    key: Column
    begins: Column
    counts: Column


def pieces_of(rows: pa.Table) -> Pieces:
    """The pieces in which the journeys of a table lie.

    >>> pieces = pieces_of(pa.table({"journey_key": [5, 5, 7, 5]}))
    >>> pieces.key.tolist(), pieces.begins.tolist(), pieces.counts.tolist()
    ([5, 7, 5], [0, 2, 3], [2, 1, 1])
    """
    keys, begins, last = [np.empty(0, np.int64)], [np.empty(0, np.int64)], -1
    for at, key in batches_of(rows, "journey_key"):
        is_first = changes(key)
        is_first[0] = at == 0 or key[0] != last
        place = np.flatnonzero(is_first)
        keys.append(key[place])
        begins.append(place + at)
        last = int(key[-1])
    found = np.concatenate(begins)
    return Pieces(np.concatenate(keys), found, np.diff(found, append=rows.num_rows))


def batches_of(rows: pa.Table, name: str) -> Iterator[tuple[int, npt.NDArray[Any]]]:
    """A column batch by batch, each with the number of rows before it."""
    at = 0
    for batch in rows.to_batches():
        if batch.num_rows:
            yield at, batch.column(name).to_numpy()
        at += batch.num_rows


def in_pieces(rows: pa.Table, by: str = "step_no") -> tuple[pa.Table, Pieces]:
    """The pieces, and the rows they are of: the same, or sorted where numbers do not go up in each.

    >>> table = pa.table({"journey_key": [5, 5, 7, 5], "step_no": [2, 1, 1, 3]})
    >>> rows, pieces = in_pieces(table)
    >>> rows.column("step_no").to_pylist(), pieces.counts.tolist()
    ([1, 2, 3, 1], [3, 1])
    """
    pieces = pieces_of(rows)
    if _goes_up(rows, by, pieces.begins):
        return rows, pieces
    key, number = (rows.column(name).to_numpy() for name in ("journey_key", by))
    rows = rows.take(pa.array(np.lexsort((number, key))))
    return rows, pieces_of(rows)


def put_together(pieces: Pieces, place: Places, number: Places) -> tuple[Places, Places]:
    """The rows of all pieces by the place that is given to each journey, and that of each row.

    Pieces of one journey go by a number that each has. Places and numbers are below 2^31.

    >>> pieces = pieces_of(pa.table({"journey_key": [5, 5, 7, 5]}))
    >>> order, place = put_together(pieces, np.array([1, 0, 1]), np.array([2, 1, 1]))
    >>> order.tolist(), place.tolist()
    ([2, 3, 0, 1], [0, 1, 1, 1])
    """
    order = np.argsort(place.astype(np.int64) << 31 | number, kind="stable")
    counts = pieces.counts[order]
    return ranges(pieces.begins[order], counts), np.repeat(place[order], counts)


def in_steps(
    rows: pa.Table, pieces: Pieces, place: Places, by: str = "step_no"
) -> tuple[Places, Places]:
    """The same, each journey by a number that its rows have, whatever order they lie in.

    >>> table = pa.table({"journey_key": [5, 7, 5], "step_no": [2, 1, 1]})
    >>> order, place = in_steps(table, pieces_of(table), np.array([1, 0, 1]))
    >>> order.tolist(), place.tolist()
    ([1, 2, 0], [0, 1, 1])
    """
    number = rows.column(by).to_numpy()
    if lie_in_order(rows, pieces, place, by):
        return np.arange(len(number), dtype=np.int32), np.repeat(place, pieces.counts)
    order, there = put_together(pieces, place, number[pieces.begins])
    if not (changes(there)[1:] | (np.diff(number[order]) > 0)).all():
        order = order[np.lexsort((number[order], there))]
    return order, there


def lie_in_order(rows: pa.Table, pieces: Pieces, place: Places, by: str = "step_no") -> bool:
    """Whether each journey lies in one piece, in its place and in order, as in a whole build.

    >>> table = pa.table({"journey_key": [5, 5, 7], "step_no": [1, 2, 1]})
    >>> [lie_in_order(table, pieces_of(table), np.array(places)) for places in ([0, 1], [1, 0])]
    [True, False]
    """
    if not (place[1:] > place[:-1]).all():
        return False
    number = rows.column(by).to_numpy()
    goes_up = number[1:] > number[:-1]
    goes_up[pieces.begins[1:] - 1] = True
    return bool(goes_up.all())


def changes(column: Places) -> Flags:
    """Which values differ from the one before; the first one does."""
    return np.concatenate([np.ones(min(len(column), 1), bool), column[1:] != column[:-1]])


def ranges(begins: Column, counts: Column) -> Places:
    """The places of rows that lie together, one piece after another.

    >>> ranges(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    last = int((begins + counts).max(initial=0))
    kind = np.int32 if max(last, counts.sum()) < 1 << 31 else np.int64
    shift = begins - (np.cumsum(counts) - counts)
    places = np.repeat(shift.astype(kind), counts)
    return places + np.arange(len(places), dtype=kind)


def _goes_up(rows: pa.Table, by: str, begins: Column) -> bool:
    """Whether a number goes up from row to row but for where a piece begins."""
    begins_here = np.zeros(rows.num_rows, bool)
    begins_here[begins] = True
    last = -1
    for at, number in batches_of(rows, by):
        falls = np.flatnonzero(number[1:] <= number[:-1]) + at + 1
        if not (begins_here[falls].all() and (begins_here[at] or number[0] > last)):
            return False
        last = int(number[-1])
    return True

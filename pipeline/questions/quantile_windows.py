"""Quantiles of groups, with the values around each, so that they can be found again after changes.

In:     whole numbers, and what group each is of
Out:    Windows: of each group how many values it has, and for each share those near its quantile
Units:  so many of the values' units are one of the quantiles'
Errors: none; a quantile that the changes have moved out of what is known is told as lost
Source: between two values as percentile_cont has them (type 7 of Hyndman and Fan 1996), see
        quantiles
Why:    a quantile is no sum over people. But it stays among the values next to it while few come
        and go: see quantile_moves
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.pieces_of_journeys import Column, Places, changes
from pipeline.questions.quantiles import between

Shares = Mapping[str, float]
_FEWEST = 32  # values known on each side of a quantile
_PART = 128  # or as many as one in so many of the group


class Near(NamedTuple):
    """The values near one quantile of each group: different ones, going up, group after group.

    `below` are how many values of a group are less than all of them, `runs` how many different
    ones are known, `value` and `copies` those and how often each is there.
    """

    below: Column
    runs: Column
    value: Column
    copies: Column

    @property
    def group(self) -> Column:
        """The group of each different value."""
        return np.repeat(np.arange(len(self.runs)), self.runs)

    @property
    def known(self) -> Column:
        """How many values are known of each group."""
        return np.bincount(self.group, self.copies, len(self.runs)).astype(np.int64)


class Values(NamedTuple):
    """Values, and beside them the columns that tell the group of each."""

    keys: Mapping[str, Places]
    value: Places


@dataclass(frozen=True)
class Windows:
    """Groups by their keys, how many values each has, and what is near each of its quantiles."""

    keys: Mapping[str, Places]
    counts: Column
    near: dict[str, Near]

    def table(self) -> pa.Table:
        """A row for each group, which `of_table` reads."""
        columns = {name: pa.array(key).cast(pa.int64()) for name, key in self.keys.items()}
        columns["counts"] = pa.array(self.counts)
        for name, own in self.near.items():
            offsets = pa.array(np.concatenate([[0], np.cumsum(own.runs)]))
            columns[f"{name}_below"] = pa.array(own.below)
            for part, values in (("value", own.value), ("copies", own.copies)):
                listed = pa.LargeListArray.from_arrays(offsets, pa.array(values))
                columns[f"{name}_{part}"] = listed
        return pa.table(columns)

    @classmethod
    def of_table(cls, rows: pa.Table, keys: Sequence[str], shares: Shares) -> Windows:
        """What a table tells, in any order of its rows.

        >>> keys, begins = {"place_no": np.array([7])}, np.array([0])
        >>> windows = windows_of(keys, np.array([5, 5]), begins, _TEST)
        >>> Windows.of_table(windows.table(), ["place_no"], _TEST).near["median"].copies.tolist()
        [2]
        """
        near = {
            name: Near(
                _numbers(rows.column(f"{name}_below")),
                _numbers(pa.compute.list_value_length(rows.column(f"{name}_value"))),
                *(
                    _numbers(pa.compute.list_flatten(rows.column(f"{name}_{part}")))
                    for part in ("value", "copies")
                ),
            )
            for name in shares
        }
        found = {name: _numbers(rows.column(name)) for name in keys}
        return cls(found, _numbers(rows.column("counts")), near)

    def quantiles(self, shares: Shares, unit: int) -> dict[str, npt.NDArray[np.float64]] | None:
        """The quantiles of each group, or nothing where one is not known."""
        found = {}
        for name, share in shares.items():
            own, place = self.near[name], np.asarray((self.counts - 1) * share, float)
            ranks = [np.asarray(rounded(place), np.int64) for rounded in (np.floor, np.ceil)]
            low, high = (rank - own.below for rank in ranks)
            if (low < 0).any() or (high >= own.known).any():
                return None
            ends, before = np.cumsum(own.copies), np.cumsum(own.known) - own.known
            at, above = (own.value[np.searchsorted(ends, before + one, "right")]
                         for one in (low, high))  # fmt: skip
            found[name] = between(at / unit, above / unit, place - ranks[0])
        return found


_TEST: Shares = {"median": 0.5}


def windows_of(
    keys: Mapping[str, Places], values: Places, begins: Column, shares: Shares
) -> Windows:
    """What is near the quantiles of groups whose values lie together; these change their places.

    >>> keys, begins = {"place_no": np.array([7, 8])}, np.array([0, 3])
    >>> found = windows_of(keys, np.array([30, 10, 20, 70]), begins, _TEST)
    >>> found.quantiles(_TEST, 10)["median"].tolist()
    [2.0, 7.0]
    """
    counts = np.diff(begins, append=len(values))
    ranges = {name: wanted(counts, share) for name, share in shares.items()}
    cuts = [cut for first, last in ranges.values() for cut in (first, last - 1)]
    for begin, count, own in zip(begins, counts, np.array(cuts).T, strict=True):
        values[begin : begin + count].partition(own)
    near = {name: _near(values, begins, counts, *own) for name, own in ranges.items()}
    return Windows(dict(keys), counts, near)


def _near(values: Places, begins: Column, counts: Column, first: Column, last: Column) -> Near:
    """The values at wanted places of each group, parted there, with all that are equal to any."""
    parts = []
    more = np.zeros((2, len(begins)), np.int64)
    for place, (begin, count, low, high) in enumerate(
        zip(begins, counts, first, last, strict=True)
    ):
        own = values[begin : begin + count]
        known = np.sort(own[low:high])
        parts.append(known)
        more[:, place] = (
            np.count_nonzero(own[:low] == known[0]),
            np.count_nonzero(own[high:] == known[-1]),
        )
    group = np.repeat(np.arange(len(begins)), last - first)
    value = np.concatenate([np.zeros(0, np.int64), *parts])
    starts = np.flatnonzero(changes(group) | changes(value))
    runs = np.bincount(group[starts], minlength=len(begins))
    copies = np.diff(starts, append=len(value))
    ends = np.cumsum(runs)
    copies[ends - runs] += more[0]
    copies[ends - 1] += more[1]
    return Near(first - more[0], runs, value[starts], copies)


def wanted(counts: Column, share: float) -> tuple[Column, Column]:
    """The places that are to be known of each group: the first, and the one after the last."""
    place, more = (counts - 1) * share, np.maximum(counts // _PART, _FEWEST)
    first = np.maximum(np.floor(place).astype(np.int64) - more, 0)
    return first, np.minimum(np.ceil(place).astype(np.int64) + more + 1, counts)


def _numbers(column: pa.ChunkedArray) -> Column:
    found: Column = column.to_numpy().astype(np.int64)
    return found

"""What is near the quantiles of groups when values have come and gone.

In:     Windows; the values that go and those that come, with the keys of their groups
Out:    Windows of all that is there then
Units:  those of the values
Errors: none; a quantile that went out of what is known is told as lost by Windows.quantiles
Why:    of the values around a quantile it is enough to know how many lie below, and to count each
        that is near: what nobody changed need not be read again
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.questions.pieces_of_journeys import Column, Places, changes
from pipeline.questions.quantile_windows import Near, Shares, Values, Windows, wanted
from pipeline.questions.small_numbers import grouped

_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


class _Changes(NamedTuple):
    """Values that come (1) or go (-1), and the group of each."""

    group: Places
    value: Places
    change: Column


def moved(windows: Windows, less: Values, more: Values, shares: Shares) -> Windows:
    """The same without some of the values, and with others; groups are sorted by their keys.

    >>> from pipeline.questions.quantile_windows import windows_of
    >>> keys, shares = {"place_no": np.array([7])}, {"median": 0.5}
    >>> windows = windows_of(keys, np.array([10, 20, 30]), np.array([0]), shares)
    >>> less, more = (Values(keys, np.array([us])) for us in (20, 40))
    >>> moved(windows, less, more, shares).quantiles(shares, 10)["median"].tolist()
    [3.0]
    """
    names = [*windows.keys]
    columns = [
        np.concatenate([part[name] for part in (windows.keys, less.keys, more.keys)])
        for name in names
    ]
    keys, place = grouped(columns)
    was, rows = np.split(place, [len(windows.counts)])
    value = np.concatenate([less.value, more.value])
    come = _Changes(rows, value, np.repeat([-1, 1], [len(less.value), len(more.value)]))
    counts = _sums(rows, come.change, len(keys[0]))
    counts[was] += windows.counts
    is_left = counts > 0
    near = {}
    for name, share in shares.items():
        own = _moved(windows.near[name], windows.counts, was, come, len(counts))
        near[name] = _narrowed(*own, *wanted(counts, share))
    kept = {
        name: own._replace(below=own.below[is_left], runs=own.runs[is_left])
        for name, own in near.items()  # who is gone has no values left
    }
    found = {name: key[is_left] for name, key in zip(names, keys, strict=True)}
    return Windows(found, counts[is_left], kept)


def _moved(
    own: Near, counts: Column, was: Places, come: _Changes, many: int
) -> tuple[Places, Near]:
    """All that is known near one quantile after the changes, and the group of each value.

    `was` is where each group of the `counts` stands now.
    """
    below = np.zeros(many, np.int64)
    below[was] = own.below
    lowest, highest = _known_between(own, counts, was, many)
    is_below = come.value < lowest[come.group]
    below += _sums(come.group[is_below], come.change[is_below], many)
    inside = ~is_below & (come.value <= highest[come.group])
    group = np.concatenate([was[own.group], come.group[inside]])
    value = np.concatenate([own.value, come.value[inside]])
    copies = np.concatenate([own.copies, come.change[inside]])
    order = np.lexsort((value, group))
    group, value = group[order], value[order]
    begins = np.flatnonzero(changes(group) | changes(value))
    copies = np.add.reduceat(copies[order], begins) if len(begins) else copies
    kept = copies > 0
    group, value, copies = group[begins][kept], value[begins][kept], copies[kept]
    return group, Near(below, np.bincount(group, minlength=many), value, copies)


def _known_between(own: Near, counts: Column, was: Places, many: int) -> tuple[Column, Column]:
    """From which value to which all are known: without an end where none is beyond.

    Nor has a new group one, which had no values.
    """
    lowest, highest = np.full(many, _LEAST), np.full(many, _MOST)
    ends = np.cumsum(own.runs)
    low, high = own.below > 0, own.below + own.known < counts
    lowest[was[low]] = own.value[(ends - own.runs)[low]]
    highest[was[high]] = own.value[ends[high] - 1]
    return lowest, highest


def _narrowed(group: Places, own: Near, first: Column, last: Column) -> Near:
    """Of values in groups those at the places from `first` on and before `last`."""
    after = np.cumsum(own.copies) + (own.below - (np.cumsum(own.known) - own.known))[group]
    is_before = after <= first[group]
    is_wanted = ~is_before & (after - own.copies < last[group])
    many = len(own.runs)
    below = own.below + _sums(group[is_before], own.copies[is_before], many)
    runs = np.bincount(group[is_wanted], minlength=many)
    return Near(below, runs, own.value[is_wanted], own.copies[is_wanted])


def _sums(group: Places, values: Column, many: int) -> Column:
    return np.bincount(group, values, many).astype(np.int64)

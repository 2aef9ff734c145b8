"""Values of groups, gathered crowd by crowd, and what is near their quantiles.

In:     values of each crowd, and what group each is of
Out:    as quantile_windows has them, of all crowds
Units:  those of the values
Errors: none
Why:    a quantile needs all values of its group side by side. They are put into groups crowd by
        crowd, where that is done in caches, so that only pieces are moved in the end
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.questions.group_sums import Groups
from pipeline.questions.pieces_of_journeys import Column, Places, ranges
from pipeline.questions.quantile_windows import Shares, Values, Windows, windows_of
from pipeline.questions.small_numbers import grouped


class _Part(NamedTuple):
    """The values of one crowd, group by group, and how many each group has."""

    keys: Mapping[str, Places]
    counts: Column
    value: Places


class GatheredValues:
    """Values of groups.

    >>> gathered = GatheredValues()
    >>> for values in ([10, 50], [20, 90]):
    ...     gathered.add(Values({"place_no": np.array([7, 4])}, np.array(values)))
    >>> shares = {"median": 0.5}
    >>> gathered.windows(["place_no"], shares).quantiles(shares, 10)["median"].tolist()
    [7.0, 1.5]
    """

    def __init__(self) -> None:
        self._parts: list[_Part] = []

    def add(self, values: Values) -> None:
        """Take the values of one crowd."""
        groups = Groups(values.keys)
        order = np.argsort(groups.of, kind="stable")
        self.add_grouped(groups.keys, groups.count(), values.value[order])

    def add_grouped(self, keys: Mapping[str, Places], counts: Column, value: Places) -> None:
        """Take values that lie group by group, so many of each."""
        self._parts.append(_Part(keys, counts, value))

    def windows(self, keys: Sequence[str], shares: Shares) -> Windows:
        """What is near the quantiles of groups, by all or some of the columns that tell them."""
        counts = np.concatenate([part.counts for part in self._parts])
        columns = [np.concatenate([part.keys[name] for part in self._parts]) for name in keys]
        found, group = grouped(columns)
        begins, values = self._side_by_side(group, counts, len(found[0]))
        return windows_of(dict(zip(keys, found, strict=True)), values, begins, shares)

    def _side_by_side(self, group: Places, counts: Column, groups: int) -> tuple[Column, Places]:
        """Where each group begins, and the values group by group."""
        order = np.argsort(group, kind="stable")
        at = np.empty_like(counts)
        at[order] = np.cumsum(counts[order]) - counts[order]
        sizes = np.bincount(group, counts, groups).astype(np.int64)
        values, done = np.empty(int(counts.sum()), np.int64), 0
        for part in self._parts:
            own = slice(done, done + len(part.counts))
            values[ranges(at[own], counts[own])] = part.value
            done += len(part.counts)
        return np.cumsum(sizes) - sizes, values

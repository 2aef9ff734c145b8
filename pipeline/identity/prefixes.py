"""How many links can be taken together, the strongest first, without a look at each.

In:     what each member is, pairs that must stay apart, limits; links in their order
Out:    a number of links that break no rule together, and the groups that they make
Errors: none
Source: bisection: a group that breaks no rule has no part that breaks one, so when the groups made
        by the first n links break none, none of these links was to be refused
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.identity.groups import Limit, Members

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """What no group may hold, as arrays: two values of a kind, a pair kept apart, too many."""

    size: int
    apart: Numbers  # pairs of members, two columns
    unique: tuple[Numbers, Numbers, Numbers]  # member, kind, value
    counted: tuple[Numbers, Numbers, Numbers]  # member, limit, the most of it

    @classmethod
    def of(
        cls, members: Members, apart: Collection[tuple[int, int]], limits: Mapping[int, Limit]
    ) -> Rules:
        """The rules of these members."""
        unique = [
            (member, kind, members.ones[member])
            for member, kind in enumerate(members.kinds)
            if kind is not None
        ]
        counted = [
            (member, number, limits[number].most)
            for member, number in enumerate(members.limit_nos)
            if number is not None
        ]
        place, kind, one = _columns(unique)
        return cls(
            len(members.kinds),
            np.array(sorted(apart), dtype=np.int64).reshape(-1, 2),
            (place, _codes(kind), _codes(one)),
            _columns(counted),
        )

    def are_kept(self, labels: Numbers) -> bool:
        """Whether no group breaks a rule. Near a limit it may say no where the answer is yes."""
        if (labels[self.apart[:, 0]] == labels[self.apart[:, 1]]).any():
            return False
        member, kind, one = self.unique
        if len(member):
            held = labels[member] * (kind.max() + 1) + kind
            if len(np.unique(held)) < len(np.unique(held * self.size + one)):
                return False
        member, limit, most = self.counted
        if not len(member):
            return True
        held = labels[member] * (limit.max() + 1) + limit
        _, group, counts = np.unique(held, return_inverse=True, return_counts=True)
        return bool((counts[group] <= most).all())


def _columns(rows: list[tuple[int, int, int]]) -> tuple[Numbers, Numbers, Numbers]:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _codes(values: Numbers) -> Numbers:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def long_prefix(rules: Rules, left: Numbers, right: Numbers) -> tuple[int, Numbers]:
    """A number of links, about the most, that keep the rules; who stands for each member then.

    >>> rules = Rules.of(Members.plain([1, None, 1]), [], {})
    >>> count, roots = long_prefix(rules, np.array([0, 1]), np.array([1, 2]))
    >>> count, roots.tolist()
    (1, [0, 0, 2])
    """
    kept, broken = 0, len(left) + 1
    # The last few are as soon looked at one by one.
    while broken - kept > 1 + len(left) // 32:
        # At first all of them: mostly little is broken.
        middle = len(left) if broken > len(left) else (kept + broken) // 2
        if rules.are_kept(_labels(rules.size, left[:middle], right[:middle])):
            kept = middle
        else:
            broken = middle
    _, first, labels = np.unique(
        _labels(rules.size, left[:kept], right[:kept]), return_index=True, return_inverse=True
    )
    return kept, first[labels]


def _labels(size: int, left: Numbers, right: Numbers) -> Numbers:
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    labels: Numbers = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels

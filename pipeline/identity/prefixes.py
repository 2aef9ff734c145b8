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
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.identity.groups import NONE, Breach, Limit, Members, Numbers


@dataclass(frozen=True)
class Rules:
    """What no group may hold, as arrays: two values of a kind, a pair kept apart, too many."""

    ones: Numbers  # the value of each member
    apart: Numbers  # pairs of members, two columns
    unique: list[tuple[int, Numbers]]  # each kind with its members
    counted: list[tuple[Numbers, int]]  # for each limit its members, and the most of them

    @classmethod
    def of(
        cls, members: Members, apart: Collection[tuple[int, int]], limits: Mapping[int, Limit]
    ) -> Rules:
        """The rules of these members."""
        kinds, numbers = members.kinds, members.limit_nos
        known_kinds = np.unique(kinds[kinds != NONE]).tolist()
        return cls(
            members.ones,
            np.array(sorted(apart), dtype=np.int64).reshape(-1, 2),
            [(kind, np.flatnonzero(kinds == kind)) for kind in known_kinds],
            [(np.flatnonzero(numbers == number), limits[number].most) for number in limits],
        )

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.ones)

    def are_kept(self, labels: Numbers) -> bool:
        """Whether no group breaks a rule. Near a limit it may say no where the answer is yes."""
        if (labels[self.apart[:, 0]] == labels[self.apart[:, 1]]).any():
            return False
        held = np.empty(self.size, dtype=np.int64)
        for _, members in self.unique:
            values = self.ones[members]
            # Of several values in a group one stays, and is not what the others are.
            held[labels[members]] = values
            if (held[labels[members]] != values).any():
                return False
        return all(
            np.bincount(labels[members], minlength=1).max() <= most
            for members, most in self.counted
        )

    def doubled(self, roots: Numbers, left: Numbers, right: Numbers) -> Numbers:
        """For each link the first kind of which the groups of its ends have a value each.

        A row per link, with the columns of a Breach; NONE where there is no such kind, and where a
        pair kept apart may come first.
        """
        found = np.full((len(left), len(Breach._fields)), NONE)
        left, right = roots[left], roots[right]
        is_kept_apart = np.zeros(self.size, dtype=bool)
        is_kept_apart[roots[self.apart]] = True
        is_open = ~(is_kept_apart[left] & is_kept_apart[right])
        for kind, members in self.unique:
            holders = np.full(self.size, self.size)
            np.minimum.at(holders, roots[members], members)
            one, other = holders[left], holders[right]
            both = is_open & (one < self.size) & (other < self.size)
            both[both] = self.ones[one[both]] != self.ones[other[both]]
            found[both, :3] = np.stack([one[both], other[both], np.full(both.sum(), kind)], axis=1)
            is_open &= ~both
        return found


def long_prefix(rules: Rules, left: Numbers, right: Numbers) -> tuple[int, Numbers]:
    """A number of links, about the most, that keep the rules; who stands for each member then.

    >>> rules = Rules.of(Members.plain([1, NONE, 1]), [], {})
    >>> count, roots = long_prefix(rules, np.array([0, 1]), np.array([1, 2]))
    >>> count, roots.tolist()
    (1, [0, 0, 2])
    """
    kept, broken, groups = 0, len(left) + 1, np.arange(rules.size)
    # The last few are as soon looked at one by one.
    while broken - kept > 1 + len(left) // 32:
        # At first all of them: mostly little is broken.
        middle = len(left) if broken > len(left) else (kept + broken) // 2
        # What the first ones have joined is one already.
        more = _labels(rules.size, groups[left[kept:middle]], groups[right[kept:middle]])[groups]
        if rules.are_kept(more):
            kept, groups = middle, more
        else:
            broken = middle
    first = np.full(rules.size, rules.size)
    np.minimum.at(first, groups, np.arange(rules.size))
    return kept, first[groups]


def _labels(size: int, left: Numbers, right: Numbers) -> Numbers:
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    labels: Numbers = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels

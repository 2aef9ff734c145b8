"""Groups of identifiers that break no rule, and why two of them would break one together.

In:     what each member is, as numbers; pairs that must stay apart; limits by type
Out:    groups that grow as long as no rule is broken, and the rule that a pair would break
Errors: none
Source: union-find (Tarjan 1975), each root with what its group holds; limits in a sliding window
        as identity graphs of vendors have them
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Span = tuple[int, int]
NONE = -1


@dataclass(frozen=True)
class Limit:
    """How many values of one type a person may have within a window, and the rule in words."""

    most: int
    window_us: int
    rule: str


@dataclass(frozen=True)
class Members:
    """What members 0 .. n - 1 are.

    `kinds` has the kind of a unique identifier, else NONE; members of one kind that are `ones` of
    each other are one value under several names. `limit_nos` has the limit that a member counts
    for, or NONE, `first_us` and `last_us` from when to when it was seen.
    """

    kinds: Numbers
    ones: Numbers
    limit_nos: Numbers
    first_us: Numbers
    last_us: Numbers

    @classmethod
    def plain(cls, kinds: Sequence[int]) -> Members:
        """Members without other names and without limits."""
        size = len(kinds)
        none, never = np.full(size, NONE), np.zeros(size, dtype=np.int64)
        return cls(np.array(kinds, dtype=np.int64), np.arange(size), none, never, never)


class Breach(NamedTuple):
    """Why two groups stay apart: one member of each, and what both are; None is an override."""

    left: int
    right: int
    kind: int | None = None
    limit_no: int | None = None


def most_at_once(spans: Iterable[Span], window_us: int) -> int:
    """How many spans, at most, one window of that length touches, its ends included.

    >>> most_at_once([(0, 5), (8, 9), (30, 31)], window_us=3), most_at_once([(0, 5), (8, 9)], 2)
    (2, 1)
    """
    moves = [move for first, last in spans for move in ((first, 0), (last + window_us, 1))]
    open_now = most = 0
    for _, is_end in sorted(moves):
        open_now += -1 if is_end else 1
        most = max(most, open_now)
    return most


@dataclass
class Groups:
    """Groups of members that never hold two of one kind, nor a pair kept apart, nor too many.

    At first each member is a group, or `roots` has for each one the member that stands for it.

    >>> groups = Groups(Members.plain([7, NONE, 7]), {(0, 1)})
    >>> groups.breach(0, 1) == Breach(0, 1), groups.breach(0, 2) == Breach(0, 2, kind=7)
    (True, True)
    >>> groups.join(1, 2), groups.breach(2, 0).kind, groups.breach(2, 1)
    (None, None, None)
    """

    members: Members
    kept_apart: set[tuple[int, int]]
    limits: Mapping[int, Limit] = field(default_factory=dict)
    roots: Sequence[int] | None = None
    _parents: list[int] = field(init=False)
    # By kind or limit and then by root, as most groups have nothing of either.
    _holders: dict[int, dict[int, int]] = field(init=False)
    _counted: dict[int, dict[int, list[int]]] = field(init=False)
    _opponents: dict[int, set[tuple[int, int]]] = field(init=False)
    # Of single members, as lists: an array is slow to look into.
    _ones: list[int] = field(init=False)
    _spans: tuple[list[int], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        members, size = self.members, len(self.members.kinds)
        roots = list(range(size) if self.roots is None else self.roots)
        self._parents = roots.copy()
        self._ones = members.ones.tolist()
        self._spans = members.first_us.tolist(), members.last_us.tolist()
        self._holders, self._counted, self._opponents = {}, {}, {}
        for kind, member in _by_number(members.kinds):
            self._holders.setdefault(kind, {}).setdefault(roots[member], member)
        for number, member in _by_number(members.limit_nos):
            self._counted.setdefault(number, {}).setdefault(roots[member], []).append(member)
        for one, other in self.kept_apart:
            self._opponents.setdefault(roots[one], set()).add((one, other))
            self._opponents.setdefault(roots[other], set()).add((other, one))

    def root(self, member: int) -> int:
        """The member that stands for the group."""
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def roots_of_all(self) -> Numbers:
        """What `root` says of each member."""
        roots = np.array(self._parents, dtype=np.int64)
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
        return roots

    def breach(self, left: int, right: int) -> Breach | None:
        """What rule the groups of these two would break together; None when they may join."""
        left, right = self.root(left), self.root(right)
        if left == right:
            return None
        if left in self._opponents and right in self._opponents:
            opposed = self._opposed(left, right)
            if opposed:
                return Breach(*min(opposed, key=sorted))
        kind = self._doubled(left, right)
        if kind is not None:
            return Breach(self._holders[kind][left], self._holders[kind][right], kind)
        return self._over_a_limit(left, right)

    def _doubled(self, left: int, right: int) -> int | None:
        """The first kind of which two groups have a value each."""
        for kind, holders in self._holders.items():
            one, other = holders.get(left), holders.get(right)
            if one is not None and other is not None and self._ones[one] != self._ones[other]:
                return kind
        return None

    def _over_a_limit(self, left: int, right: int) -> Breach | None:
        """The first limit that two groups would pass together."""
        first_us, last_us = self._spans
        for number, counted in self._counted.items():
            ours, theirs = counted.get(left, []), counted.get(right, [])
            limit, both = self.limits[number], ours + theirs
            if ours and theirs and len(both) > limit.most:
                spans = [(first_us[member], last_us[member]) for member in both]
                if most_at_once(spans, limit.window_us) > limit.most:
                    return Breach(min(ours), min(theirs), limit_no=number)
        return None

    def _opposed(self, left: int, right: int) -> list[tuple[int, int]]:
        """The pairs kept apart of which each group has one, that of `left` first."""
        if len(self._opponents[left]) > len(self._opponents[right]):
            return [(one, other) for other, one in self._opposed(right, left)]
        return [pair for pair in self._opponents[left] if self.root(pair[1]) == right]

    def join(self, left: int, right: int) -> None:
        """Make one group of two; `breach` has allowed it."""
        small, large = self.root(left), self.root(right)
        if small == large:
            return
        if self._weight(small) > self._weight(large):
            small, large = large, small
        self._parents[small] = large
        self._move(small, large)

    def _move(self, small: int, large: int) -> None:
        """What one group holds is the other's."""
        for holders in self._holders.values():
            member = holders.pop(small, None)
            if member is not None:
                # Of several names of one value the first, whichever came first.
                holders[large] = min(member, holders.get(large, member))
        for counted in self._counted.values():
            if small in counted:
                counted.setdefault(large, []).extend(counted.pop(small))
        if small in self._opponents:
            self._opponents.setdefault(large, set()).update(self._opponents.pop(small))

    def _weight(self, root: int) -> int:
        counted = sum(len(members.get(root, ())) for members in self._counted.values())
        return counted + len(self._opponents.get(root, ()))


def _by_number(numbers: Numbers) -> Iterator[tuple[int, int]]:
    """The members that have a number, by it and then by their place."""
    members = np.flatnonzero(numbers != NONE)
    members = members[np.argsort(numbers[members], kind="stable")]
    return zip(numbers[members].tolist(), members.tolist(), strict=True)

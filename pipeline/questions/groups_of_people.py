"""What is counted by person of a group of journeys, once, and then of many parts of it.

In:     the person of each journey of a group, and whether it reached the goal; a part of the group
Out:    sums over people: of how many of the group are of the part, and how the part and the rest of
        it went out
Units:  journeys
Errors: none
Why:    a plan has a part for each touchpoint and step, and millions of journeys: only the people of
        the part are looked at
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.questions.clustered_shares import Flags, Places, Sums


class Part(NamedTuple):
    """A part as hits of its group; how the part went out; how the rest of the group did."""

    has: Sums
    part: Sums
    rest: Sums


@dataclass(frozen=True)
class Group:
    """Cases and goals of each person in a group, people numbered from 0, and their sums."""

    cases: Places
    reached: Places
    sums: Sums

    @classmethod
    def of(cls, person: Places, reached: Flags) -> Group:
        """Count a group. There is a journey at least."""
        cases = np.bincount(person)
        goals = np.bincount(person[reached], minlength=len(cases))
        return cls(cases, goals, _sums(cases, goals))

    def parted(self, person: Places, reached: Flags) -> Part:
        """What there is to tell of one part.

        `person` and `reached` are those of the part. Of four journeys of two people the part is one
        that reached the goal:

        >>> group = Group.of(np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
        >>> has, part, rest = group.parted(np.array([0]), np.array([True]))
        >>> has[:3], part[:3], rest[:3]
        ((4, 1, 2), (1, 1, 1), (3, 1, 2))
        """
        one = np.zeros(1, np.int64)
        return parts_of([self], one, np.zeros(len(person), np.int64), person, reached)[0]


def _sums(cases: Places, hits: Places) -> Sums:
    return Sums(
        int(cases.sum()), int(hits.sum()), int(np.count_nonzero(cases)), int(cases @ cases),
        int(cases @ hits), int(hits @ hits),
    )  # fmt: skip


def parts_of(groups: Sequence[Group], group: Places, cell: Places, person: Places, reached: Flags,
             ) -> list[Part]:  # fmt: skip
    """Every part at once: one sort of all journeys is faster than one for each part.

    `group` is the place of the group of each part; `cell` the part of each journey, whose person
    and end are told beside it.

    >>> whole = Group.of(np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
    >>> one, none = parts_of([whole], *map(np.array, ([0, 0], [0], [0], [True])))
    >>> one.part[:3], none.part[:3], none.rest[:3]
    ((1, 1, 1), (0, 0, 0), (4, 2, 2))
    """
    bits = max((len(one.cases) for one in groups), default=1).bit_length()
    code = ((cell.astype(np.int64) << bits | person) << 1) | reached
    code.sort()
    owner = code >> 1
    begun = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])[: len(owner)])
    own = np.diff(begun, append=len(code))
    goals = np.add.reduceat(code & 1, begun) if len(begun) else own
    owner = owner[begun]
    person, place = owner & ((1 << bits) - 1), owner >> bits
    del code, owner, begun
    cases, goals_of = np.zeros_like(own), np.zeros_like(own)
    for number, one in enumerate(groups):
        inside = group[place] == number
        cases[inside], goals_of[inside] = one.cases[person[inside]], one.reached[person[inside]]
    starts = np.searchsorted(place, np.arange(len(group) + 1))
    sums = [_between(one, starts) for one in _products(own, goals, cases, goals_of)]
    return [
        _part(groups[number].sums, row)
        for number, row in zip(group.tolist(), zip(*sums, strict=True), strict=True)
    ]


def _products(
    own: Places, goals: Places, cases: Places, goals_of: Places
) -> Iterator[npt.NDArray[Any]]:
    """What is summed over the people of a part, one after the other, for each is long."""
    yield own
    yield goals
    yield own > 0
    yield own * own
    yield own * goals
    yield goals * goals
    yield cases == own
    yield own * cases
    yield own * goals_of
    yield goals * cases
    yield goals * goals_of


def _between(values: npt.NDArray[Any], starts: Places) -> list[int]:
    """The sums of values from each start to the next."""
    whole = np.append(np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64))
    found: list[int] = np.diff(whole[starts]).tolist()
    return found


def _part(whole: Sums, sums: Sequence[int]) -> Part:
    """By the sums over the people of the part; those of the rest are what they leave."""
    part = Sums(*sums[:6])
    all_here, own_cases, own_goals, goals_cases, goals_goals = sums[6:]
    has = Sums(
        whole.cases, part.cases, whole.people, whole.cases_cases, own_cases, part.cases_cases
    )
    rest = Sums(
        whole.cases - part.cases,
        whole.hits - part.hits,
        whole.people - all_here,
        whole.cases_cases - 2 * own_cases + part.cases_cases,
        whole.cases_hits - goals_cases - own_goals + part.cases_hits,
        whole.hits_hits - 2 * goals_goals + part.hits_hits,
    )
    return Part(has, part, rest)

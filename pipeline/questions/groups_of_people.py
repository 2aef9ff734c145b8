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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

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
    people = max((len(one.cases) for one in groups), default=1)
    code = np.sort((cell * people + person) * 2 + reached)
    begun = np.flatnonzero(np.concatenate([np.ones(min(len(code), 1), bool), _changes(code >> 1)]))
    own = np.diff(begun, append=len(code))
    goals = np.add.reduceat(code & 1, begun) if len(begun) else own
    place, person = np.divmod(code[begun] >> 1, people)
    cases, reached_of = np.zeros_like(own), np.zeros_like(own)
    for number, one in enumerate(groups):
        inside = group[place] == number
        cases[inside], reached_of[inside] = one.cases[person[inside]], one.reached[person[inside]]
    many = len(group)
    together = np.bincount(place, own * cases, many)
    parts = _sums_by(place, own, goals, many)
    gone = _sums_by(place, cases, reached_of, many)
    stay = _sums_by(place, cases - own, reached_of - goals, many)
    return [
        _part(groups[group[number]].sums, parts[number], gone[number], stay[number], int(both))
        for number, both in enumerate(together)
    ]


def _changes(sorted_: Places) -> Flags:
    found: Flags = sorted_[1:] != sorted_[:-1]
    return found


def _part(whole: Sums, part: Sums, gone: Sums, stay: Sums, together: int) -> Part:
    """`together` are the products of the cases of each person in the part and in the group."""
    has = Sums(whole.cases, part.cases, whole.people, whole.cases_cases, together, part.cases_cases)
    rest = (one - without + within for one, without, within in zip(whole, gone, stay, strict=True))
    return Part(has, part, Sums(*rest))


def _sums_by(place: Places, cases: Places, hits: Places, many: int) -> list[Sums]:
    columns = [
        np.bincount(place, weights, many).astype(np.int64).tolist()
        for weights in (cases, hits, cases > 0, cases * cases, cases * hits, hits * hits)
    ]
    return [Sums(*row) for row in zip(*columns, strict=True)]

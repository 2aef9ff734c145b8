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

from pipeline.questions.clustered_shares import Sums
from pipeline.questions.pieces_of_journeys import Column, Flags, Places, changes
from pipeline.questions.small_numbers import in_sixteen_bits


class Part(NamedTuple):
    """A part as hits of its group; how the part went out; how the rest of the group did."""

    has: Sums
    part: Sums
    rest: Sums


class Met(NamedTuple):
    """What adds up over people of a part: its own sums, and products with those of its group.

    A name such as goals_cases is the sum of the goals of the part by the cases of the group;
    `whole` counts people all of whose cases are of the part.
    """

    cases: int = 0
    hits: int = 0
    people: int = 0
    cases_cases: int = 0
    cases_hits: int = 0
    hits_hits: int = 0
    own_cases: int = 0
    goals_cases: int = 0
    own_goals: int = 0
    goals_goals: int = 0
    whole: int = 0


@dataclass(frozen=True)
class Group:
    """Cases and goals of each person in a group, people numbered from 0, and their sums."""

    cases: Column
    reached: Column
    sums: Sums

    @classmethod
    def of(cls, person: Places, reached: Flags) -> Group:
        """Count a group."""
        cases = np.bincount(person)
        goals = np.bincount(person[reached], minlength=len(cases))
        return cls(cases, goals, _sums(cases, goals))

    def met(self, person: Places, reached: Flags) -> Met:
        """What there is to tell of one part; see `met_by`."""
        one = np.zeros(1, np.int64)
        return met_by([self], one, np.zeros(len(person), np.int64), person, reached)[0]


def met_by(groups: Sequence[Group], group: Places, cell: Places, person: Places, reached: Flags,
           ) -> list[Met]:  # fmt: skip
    """Every part at once: one sort of all journeys is faster than one for each part.

    `group` is the place of the group of each part; `cell` the part of each journey, whose person
    and end are told beside it. The numbers of people go up in each part.

    >>> whole = Group.of(np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
    >>> one, none = met_by([whole], *map(np.array, ([0, 0], [0], [0], [True])))
    >>> one[:3], one.own_cases, none == Met()
    ((1, 1, 1), 2, True)
    """
    order = np.argsort(in_sixteen_bits(cell), kind="stable")
    person, reached = person[order], reached[order]
    ends = np.cumsum(np.bincount(cell, minlength=len(group))).tolist()
    return [
        _met(groups[number], person[begin:end], reached[begin:end])
        for number, begin, end in zip(group.tolist(), [0, *ends][:-1], ends, strict=True)
    ]


def part_of(whole: Sums, met: Met) -> Part:
    """A part of a group: the rest is what the people of the part leave of the sums of all.

    Of four journeys of two people the part is one that reached the goal:

    >>> group = Group.of(np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
    >>> has, part, rest = part_of(group.sums, group.met(np.array([0]), np.array([True])))
    >>> has[:3], part[:3], rest[:3]
    ((4, 1, 2), (1, 1, 1), (3, 1, 2))
    """
    part = Sums(*met[:6])
    has = Sums(
        whole.cases, met.cases, whole.people, whole.cases_cases, met.own_cases, met.cases_cases
    )
    rest = Sums(
        whole.cases - met.cases,
        whole.hits - met.hits,
        whole.people - met.whole,
        whole.cases_cases - 2 * met.own_cases + met.cases_cases,
        whole.cases_hits - met.goals_cases - met.own_goals + met.cases_hits,
        whole.hits_hits - 2 * met.goals_goals + met.hits_hits,
    )
    return Part(has, part, rest)


def _met(group: Group, person: Places, reached: Flags) -> Met:
    """`person` is sorted; beside each of their journeys stands whether it reached the goal."""
    begun = np.flatnonzero(changes(person))
    own = np.diff(begun, append=len(person))
    goals = np.add.reduceat(reached, begun, dtype=np.int64) if len(begun) else own
    cases, goals_of = group.cases[person[begun]], group.reached[person[begun]]
    pairs = ((own, cases), (goals, cases), (own, goals_of), (goals, goals_of))
    products = [int(one @ other) for one, other in pairs]
    whole = int(np.count_nonzero(cases == own))
    return Met._make([*_sums(own, goals), *products, whole])


def _sums(cases: Column, hits: Column) -> Sums:
    return Sums(
        int(cases.sum()), int(hits.sum()), int(np.count_nonzero(cases)), int(cases @ cases),
        int(cases @ hits), int(hits @ hits),
    )  # fmt: skip

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

from dataclasses import dataclass

import numpy as np

from pipeline.questions.clustered_shares import Flags, Places, Sums


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

    def parted(self, person: Places, reached: Flags) -> tuple[Sums, Sums, Sums]:
        """The part as hits of the group; how the part went out; how the rest of the group did.

        `person` and `reached` are those of the part. Of four journeys of two people the part is one
        that reached the goal:

        >>> group = Group.of(np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
        >>> has, part, rest = group.parted(np.array([0]), np.array([True]))
        >>> has[:3], part[:3], rest[:3]
        ((4, 1, 2), (1, 1, 1), (3, 1, 2))
        """
        people, place = np.unique(person, return_inverse=True)
        own = np.bincount(place, minlength=len(people))
        goals = np.bincount(place[reached], minlength=len(people))
        cases, reached_of = self.cases[people], self.reached[people]
        left, goals_left = cases - own, reached_of - goals
        part = _sums(own, goals)
        gone, stays = _sums(cases, reached_of), _sums(left, goals_left)
        has = Sums(
            self.sums.cases, part.cases, self.sums.people, self.sums.cases_cases,
            int(own @ cases), part.cases_cases,
        )  # fmt: skip
        rest = (
            whole - without + within
            for whole, without, within in zip(self.sums, gone, stays, strict=True)
        )
        return has, part, Sums(*rest)


def _sums(cases: Places, hits: Places) -> Sums:
    return Sums(
        int(cases.sum()), int(hits.sum()), int(np.count_nonzero(cases)), int(cases @ cases),
        int(cases @ hits), int(hits @ hits),
    )  # fmt: skip

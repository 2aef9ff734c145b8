"""What is counted of journeys beside their plan, in sums over people.

In:     the journeys of one plan
Out:    Counted: whole numbers that add up over people; and which journeys left their plan how
Units:  journeys
Errors: none
Source: see conformance_findings, which tells what they say
Why:    a batch takes away what the people it touches were, and adds what they are
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pipeline.questions.clustered_shares import Sums
from pipeline.questions.deviations import (
    Flags,
    Places,
    Rules,
    Told,
    Visits,
    deviations,
    is_complete,
    told_by,
)
from pipeline.questions.groups_of_people import Group, Met, met_by
from pipeline.questions.pieces_of_journeys import changes
from pipeline.questions.plan_others import Others, stages
from pipeline.questions.plan_products import Products, products_of

STATES = ("open", "conforming", "unfinished", "deviating")
OTHERS = {"forbidden", "added"}
BY_STEP = {"skipped", "out_of_order", "wrong_channel", "late"} | OTHERS
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class World:
    """The journeys of one plan, person by person; people are numbered from 0."""

    rules: Rules
    key: Places
    person: Places
    reached: Flags
    is_open: Flags
    visits: Visits
    others: Others

    @cached_property
    def judged_others(self) -> Others:
        """What journeys that are no longer open came to beside their plan."""
        return self.others.judged(~self.is_open)


class Cell(NamedTuple):
    """A part of the journeys that are counted together with the number of their group.

    A touchpoint is named where it is no step of the plan; `step` is -1 where no step is meant.
    """

    group: int
    kind: str
    step: int
    touchpoint: str = ""


class Deviating(NamedTuple):
    """Which journeys deviated in one way."""

    cell: Cell
    journeys: Places


class Counted(NamedTuple):
    """Sums of each group; of each cell how often it is there, and its sums; and products."""

    groups: dict[int, Sums]
    cells: dict[Cell, tuple[int, Met]]
    products: Products


def came_by(rules: Rules, step: int) -> int:
    """The number of the group of those that came to a step, -1 for all."""
    return len(STATES) + len(told_by(rules)) + step + 1


def counted(world: World) -> tuple[Counted, list[Deviating]]:
    """The sums; and who deviated, from the steps of the plan.

    One after the other, so that no more than one is held for all journeys.
    """
    judged = ~world.is_open
    first = np.full(len(judged), _NEVER)
    found = Counted({}, {}, Products({}, {}))
    deviating = []
    for group, told in enumerate(deviations(world.visits, world.rules), start=len(STATES)):
        one = told._replace(at_risk=told.at_risk & judged, has=told.has & judged)
        has = np.flatnonzero(one.has)
        if one.kind in BY_STEP:
            first[has] = np.minimum(first[has], one.place[has])
        cell = Cell(group, one.kind, one.step)
        _count(found, world, cell, one)
        deviating.append(Deviating(cell, has))
    _count_others(found, world, first)
    for group, told in enumerate(_states(world, first)):
        _count(found, world, Cell(group, told.kind, -1), told)
    return found._replace(products=_products(world, first)), deviating


def _products(world: World, first: Places) -> Products:
    """By the step at which a journey left its plan, and those to which the others came."""
    judged = ~world.is_open
    is_off = judged & (first < _NEVER)
    stage = stages(world.visits.place, np.arange(len(first)), np.where(is_off, first, 0))
    beside = world.visits.done & (judged & ~is_off)[:, None]
    return products_of(world.person, world.reached, np.where(is_off, stage, -1), beside)


def _count(found: Counted, world: World, cell: Cell, told: Told) -> None:
    has = np.flatnonzero(told.has)
    group = Group.of(world.person[told.at_risk], world.reached[told.at_risk])
    found.groups[cell.group] = group.sums
    found.cells[cell] = (len(has), group.met(world.person[has], world.reached[has]))


def _count_others(found: Counted, world: World, first: Places) -> None:
    """By the step of the plan after which they came, among those that came to that step.

    Where a journey left its plan before what is known in `first`, that is put down there. Where
    only open journeys came to there is a cell that says so.
    """
    judged, others = ~world.is_open, world.judged_others
    new = np.flatnonzero(changes(others.at))
    at = others.at[new]
    first[at] = np.minimum(first[at], others.first[new])
    width = world.visits.place.shape[1] + 1
    times = np.bincount(_cells(world.others, width))
    codes = np.flatnonzero(times)
    # Each step has its group, whoever came to others after it: of those some may be elsewhere.
    steps = range(-1, width - 1)
    came = (np.flatnonzero(_came(world, step) & judged) for step in steps)
    groups = [Group.of(world.person[those], world.reached[those]) for those in came]
    numbers = [came_by(world.rules, step) for step in steps]
    found.groups.update(zip(numbers, (group.sums for group in groups), strict=True))
    number = np.zeros(int(codes.max(initial=0)) + 1, np.int32)
    number[codes] = np.arange(len(codes))
    group = codes % width
    own = (number[_cells(others, width)], world.person[others.at], world.reached[others.at])
    for code, met in zip(codes.tolist(), met_by(groups, group, *own), strict=True):
        kind, touchpoint = others.names[code // width]
        step = code % width - 1
        cell = Cell(came_by(world.rules, step), kind, step, touchpoint)
        found.cells[cell] = (int(times[code]), met)


def _cells(others: Others, width: int) -> Places:
    """Kind and stage as one number."""
    return others.kind * width + others.stage + 1


def _came(world: World, step: int) -> Flags:
    return world.visits.place[:, step] > 0 if step >= 0 else np.ones(len(world.key), bool)


def _states(world: World, first: Places) -> Iterator[Told]:
    """The journeys by how they stand; `first` is where each one first left the plan."""
    judged = ~world.is_open
    is_off = first < _NEVER
    complete = is_complete(world.visits, world.rules)
    states = (world.is_open, judged & ~is_off & complete, judged & ~is_off & ~complete, is_off)
    for kind, has in zip(STATES, states, strict=True):
        among = np.ones(len(judged), bool) if kind == "open" else judged
        yield Told(kind, -1, among, has, first)

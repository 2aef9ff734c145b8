"""What is told of journeys beside their plan: how many, and how those that left it ended.

In:     the journeys of one plan
Out:    the rows of marts.conformance
Units:  journeys; shares from 0 to 1
Errors: none
Source: see deviations and clustered_shares. Those that deviate are set against those that came as
        far: the overall difference is standardised directly to the steps at which deviating
        journeys first left the plan, with the variance of its influence function, by person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from pipeline.questions.clustered_shares import (
    Difference,
    Z,
    difference_of,
    people_among,
    share_by_sums,
)
from pipeline.questions.deviations import (
    Flags,
    Places,
    Rules,
    Told,
    Visits,
    deviations,
    is_complete,
)
from pipeline.questions.groups_of_people import Group, Part, parts_of
from pipeline.questions.laws import normal_p
from pipeline.questions.pieces_of_journeys import changes
from pipeline.questions.plan_others import Others, stages

Row = dict[str, Any]
FEWEST = 10  # of fewer people nothing is said
_NEVER = np.iinfo(np.int64).max
_STATES = ("open", "conforming", "unfinished", "deviating")
_OTHERS = {"forbidden", "added"}
_BY_STEP = {"skipped", "out_of_order", "wrong_channel", "late"} | _OTHERS


@dataclass(frozen=True)
class World:
    """The journeys of one plan, person by person; people are numbered from 0."""

    labels: list[str]
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


class Deviating(NamedTuple):
    """Which journeys deviated in one way."""

    kind: str
    step: int
    touchpoint: str
    journeys: Places


def everything_told(world: World) -> tuple[list[Row], list[Deviating]]:
    """A row for each state, and for whatever somebody could have done; and who did.

    One after the other, so that no more than one is held for all journeys.
    """
    judged = ~world.is_open
    first = np.full(len(judged), _NEVER)
    rows: list[Row] = []
    deviating: list[Deviating] = []
    for told in deviations(world.visits, world.rules):
        one = told._replace(at_risk=told.at_risk & judged, has=told.has & judged)
        has = np.flatnonzero(one.has)
        if one.kind in _BY_STEP:
            first[has] = np.minimum(first[has], one.place[has])
        if one.at_risk.any():
            name = world.labels[one.step] if one.step >= 0 else ""
            rows.append(finding(world, one, name))
            deviating.append(Deviating(one.kind, one.step, name, has))
    rows += _of_others(world, first)
    return [*(finding(world, told, "") for told in _states(world, first)), *rows], deviating


def _of_others(world: World, first: Places) -> Iterator[Row]:
    """By the step of the plan after which they came, among those that came to that step.

    Where a journey left its plan before what is known in `first`, that is put down there.
    """
    judged, others = ~world.is_open, world.judged_others
    new = np.flatnonzero(changes(others.at))
    at = others.at[new]
    first[at] = np.minimum(first[at], others.first[new])
    width = world.visits.place.shape[1] + 1
    # Where only open journeys came to, there is a row that says so.
    found = np.flatnonzero(np.bincount(_cells(world.others, width)))
    came = {step: _came(world, step) & judged for step in sorted({*(found % width - 1).tolist()})}
    steps = np.array([step for step, those in came.items() if those.any()], np.int64)
    groups = [Group.of(world.person[came[step]], world.reached[came[step]]) for step in steps]
    cells = found[np.isin(found % width - 1, steps)]
    number = np.zeros(int(found.max(initial=0)) + 1, np.int32)
    number[cells] = np.arange(len(cells))
    cell = number[_cells(others, width)]
    group = np.searchsorted(steps, cells % width - 1)
    parts = parts_of(groups, group, cell, world.person[others.at], world.reached[others.at])
    for code, part in zip(cells.tolist(), parts, strict=True):
        role, touchpoint = others.names[code // width]
        yield _row_of(role, code % width - 1, touchpoint, part)


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
    for kind, has in zip(_STATES, states, strict=True):
        among = np.ones(len(judged), bool) if kind == "open" else judged
        yield Told(kind, -1, among, has, first)


def finding(world: World, told: Told, name: str) -> Row:
    """One row: how many of those that could did, and how they ended beside the others."""
    if not told.at_risk.any():
        counts = dict.fromkeys(("at_risk", "journeys", "people"), 0)
        return {"kind": told.kind, "step_no": 0, "touchpoint": name, **counts}
    has = np.flatnonzero(told.has)
    group = Group.of(world.person[told.at_risk], world.reached[told.at_risk])
    part = group.parted(world.person[has], world.reached[has])
    row = _row_of(told.kind, told.step, name, part)
    if told.kind == "deviating" and not row["is_too_few"]:
        row |= _beside_others(_standardised(world, told))
    return row


def _row_of(kind: str, step: int, name: str, part: Part) -> Row:
    """What the counts tell; of all that deviate the comparison is left to `_standardised`."""
    share = share_by_sums(part.has)
    low, high = share.interval
    row = {
        "kind": kind,
        "step_no": step + 1,
        "touchpoint": name,
        "at_risk": share.n,
        "journeys": share.hits,
        "people": part.part.people,
        "share": share.share,
        "share_low": low,
        "share_high": high,
    }
    # Of what comes before any step of the plan nobody knows who else came as far.
    is_before = kind in _OTHERS and step < 0
    if kind not in _BY_STEP | {"deviating"} or is_before:
        return row
    if min(part.part.people, part.rest.people) < FEWEST:
        return row | {"is_too_few": True}
    if kind == "deviating":
        return row | {"is_too_few": False}
    one, other = share_by_sums(part.part), share_by_sums(part.rest)
    return row | _beside_others((one.share, other.share, difference_of(one, other)))


def _beside_others(found: tuple[float, float, Difference] | None) -> Row:
    """The goal among those that deviated, and among those that did not."""
    if found is None:
        return {"is_too_few": True}
    reached_with, reached_without, difference = found
    return {
        "is_too_few": False,
        "reached_with": reached_with,
        "reached_without": reached_without,
        "difference": difference.difference,
        "difference_low": difference.low,
        "difference_high": difference.high,
        "p": difference.p,
    }


def _standardised(world: World, told: Told) -> tuple[float, float, Difference] | None:
    """Those that deviated against others that came to the step at which it first showed."""
    reached = world.reached.astype(float)
    everybody = np.arange(len(reached))
    stage = stages(world.visits.place, everybody, np.where(told.has, told.place, 0))
    others = told.at_risk & ~told.has
    came = world.visits.done & others[:, None]
    cases = told.has & np.isin(stage, np.flatnonzero(came.any(axis=0)))
    n = int(cases.sum())
    if people_among(world.person[cases]) < FEWEST:
        return None
    part = np.zeros(len(reached))
    reached_with = float(reached[cases].mean())
    reached_without = 0.0
    for step in sorted(set(stage[cases].tolist())):
        own, beside = cases & (stage == step), came[:, step]
        share, weight = float(reached[beside].mean()), own.sum() / n
        reached_without += weight * share
        part += np.where(own, (reached - share) / n, 0)
        part -= np.where(beside, weight * (reached - share) / beside.sum(), 0)
    difference = reached_with - reached_without
    part -= np.where(cases, difference / n, 0)
    of_people = np.bincount(world.person, weights=part)
    people = people_among(world.person[told.at_risk])
    error = sqrt(float((of_people**2).sum()) * people / (people - 1))
    low, high = max(difference - Z * error, -1.0), min(difference + Z * error, 1.0)
    p = float(normal_p(difference / error)) if error > 0 else 1.0
    return reached_with, reached_without, Difference(difference, low, high, p)

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
from itertools import chain
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
    stage_at,
)
from pipeline.questions.groups_of_people import Group
from pipeline.questions.laws import normal_p

Row = dict[str, Any]
FEWEST = 10  # of fewer people nothing is said
_NEVER = np.iinfo(np.int64).max
_STATES = ("open", "conforming", "unfinished", "deviating")
_OTHERS = {"forbidden", "added"}
_BY_STEP = {"skipped", "out_of_order", "wrong_channel", "late"} | _OTHERS


class Other(NamedTuple):
    """A touchpoint that is no step: forbidden or added, which journeys had it, and where first."""

    role: str
    touchpoint: str
    journeys: Places
    first: Places

    def place(self, journeys: int) -> Places:
        """Where each journey first had it, 0 where it did not."""
        found = np.zeros(journeys, np.int64)
        found[self.journeys] = self.first
        return found


@dataclass(frozen=True)
class World:
    """The journeys of one plan, their people numbered from 0."""

    labels: list[str]
    rules: Rules
    key: Places
    person: Places
    reached: Flags
    is_open: Flags
    visits: Visits
    others: list[Other]


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
    came: dict[int, Group] = {}
    for told, name in chain(_steps(world), _others(world)):
        one = told._replace(at_risk=told.at_risk & judged, has=told.has & judged)
        has = np.flatnonzero(one.has)
        if one.kind in _BY_STEP:
            first[has] = np.minimum(first[has], one.place[has])
        if one.at_risk.any():
            if one.kind in _OTHERS and one.step not in came:
                came[one.step] = _group(world, one)
            group = came[one.step] if one.kind in _OTHERS else None
            rows.append(finding(world, one, name, group))
            deviating.append(Deviating(one.kind, one.step, name, has))
    states = [finding(world, told, "") for told in _states(world, first)]
    return [*states, *rows], deviating


def _steps(world: World) -> Iterator[tuple[Told, str]]:
    for told in deviations(world.visits, world.rules):
        yield told, world.labels[told.step] if told.step >= 0 else ""


def _others(world: World) -> Iterator[tuple[Told, str]]:
    """By the step of the plan after which they came, among those that came to that step."""
    done = np.ascontiguousarray(world.visits.done.T)
    everybody = np.ones(done.shape[1], bool)
    for other in world.others:
        place = np.zeros(done.shape[1], np.int64)
        place[other.journeys] = other.first
        stage = stage_at(world.visits.place[other.journeys], other.first)
        for step in np.flatnonzero(np.bincount(stage + 1)) - 1:
            has = np.zeros(done.shape[1], bool)
            has[other.journeys[stage == step]] = True
            came = done[step] if step >= 0 else everybody
            yield Told(other.role, int(step), came, has, place), other.touchpoint


def _states(world: World, first: Places) -> Iterator[Told]:
    """The journeys by how they stand; `first` is where each one first left the plan."""
    judged = ~world.is_open
    is_off = first < _NEVER
    complete = is_complete(world.visits, world.rules)
    states = (world.is_open, judged & ~is_off & complete, judged & ~is_off & ~complete, is_off)
    for kind, has in zip(_STATES, states, strict=True):
        among = np.ones(len(judged), bool) if kind == "open" else judged
        yield Told(kind, -1, among, has, first)


def finding(world: World, told: Told, name: str, group: Group | None = None) -> Row:
    """One row: how many of those that could did, and how they ended beside the others.

    `group` is those that could, where they were counted before.
    """
    if not told.at_risk.any():
        counts = dict.fromkeys(("at_risk", "journeys", "people"), 0)
        return {"kind": told.kind, "step_no": 0, "touchpoint": name, **counts}
    has = np.flatnonzero(told.has)
    parted = (group or _group(world, told)).parted(world.person[has], world.reached[has])
    share = share_by_sums(parted[0])
    low, high = share.interval
    row = {
        "kind": told.kind,
        "step_no": told.step + 1,
        "touchpoint": name,
        "at_risk": share.n,
        "journeys": share.hits,
        "people": parted[1].people,
        "share": share.share,
        "share_low": low,
        "share_high": high,
    }
    # Of what comes before any step of the plan nobody knows who else came as far.
    is_before = told.kind in _OTHERS and told.step < 0
    if told.kind not in _BY_STEP | {"deviating"} or is_before:
        return row
    if min(part.people for part in parted[1:]) < FEWEST:
        return row | {"is_too_few": True}
    if told.kind == "deviating":
        return row | _beside_others(_standardised(world, told))
    one, other = (share_by_sums(part) for part in parted[1:])
    return row | _beside_others((one.share, other.share, difference_of(one, other)))


def _group(world: World, told: Told) -> Group:
    return Group.of(world.person[told.at_risk], world.reached[told.at_risk])


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
    stage = stage_at(world.visits.place, np.where(told.has, told.place, 0))
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

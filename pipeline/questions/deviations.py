"""Where journeys leave their plan.

In:     for each journey when, and where in it, each step of the plan was first done; the plan
Out:    for each kind of deviation and step which journeys could deviate so, and which did
Units:  microseconds; steps of the plan are numbered from 0 here
Errors: none
Source: out of order are the steps outside the longest run of steps in the order of the plan
        (longest increasing subsequence, Schensted 1961), so that as few as possible are; of several
        such runs the one that keeps the earlier steps of the plan
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """A plan: per step whether it has to be done, on which channels and how soon after the last."""

    required: Sequence[bool]
    channels: Sequence[frozenset[str]]
    within_us: Sequence[int | None]
    whole_us: int | None


@dataclass(frozen=True)
class Visits:
    """Journeys down, steps of the plan across.

    `place` is where in the journey a step was first done, 0 where it never was; `channel` is the
    place of its name in `channels`, -1 where it is not known.
    """

    place: Places
    time_us: Places
    channel: Places
    channels: Sequence[str]

    @property
    def done(self) -> Flags:
        """Which steps were done."""
        flags: Flags = self.place > 0
        return flags


class Told(NamedTuple):
    """A kind of deviation at a step, -1 where no step is meant: who could, and who did.

    `place` is where in the journey it shows.
    """

    kind: str
    step: int
    at_risk: Flags
    has: Flags
    place: Places


def told_by(rules: Rules) -> list[tuple[str, int]]:
    """The kinds and steps that `deviations` tells of, in its order.

    >>> told_by(Rules([True, False], [frozenset(), frozenset({"web"})], [None, None], 60))
    ... # doctest: +NORMALIZE_WHITESPACE
    [('skipped', 0), ('out_of_order', 0), ('stopped', 0), ('out_of_order', 1),
     ('wrong_channel', 1), ('late', -1)]
    """
    found = []
    for step, is_required in enumerate(rules.required):
        asked = {
            "skipped": is_required,
            "out_of_order": True,
            "wrong_channel": bool(rules.channels[step]),
            "late": rules.within_us[step] is not None,
            "stopped": is_required,
        }
        found += [(kind, step) for kind, is_asked in asked.items() if is_asked]
    return found + [("late", -1)] * (rules.whole_us is not None)


def deviations(visits: Visits, rules: Rules) -> Iterator[Told]:
    """Each kind of deviation from the steps of the plan, and `stopped`, which is none."""
    kept = in_order(visits.place)
    done = visits.done
    several = done.sum(axis=1) > 1
    last = _last(done)
    before = -1
    for step, is_required in enumerate(rules.required):
        if is_required:
            passed = (last > step) & ~done[:, step]
            yield Told("skipped", step, last > step, passed, _next_place(visits, step))
        here = done[:, step]
        here_place = visits.place[:, step]
        yield Told("out_of_order", step, here & several, here & ~kept[:, step], here_place)
        if rules.channels[step]:
            yield _wrong_channel(visits, rules, step)
        if rules.within_us[step] is not None:
            yield _late(visits, kept, rules, step)
        if is_required:
            came = np.array(last >= before)
            yield Told("stopped", step, came, came & (last < step), here_place)
            before = step
    if rules.whole_us is not None:
        yield _late_whole(visits, rules)


def is_complete(visits: Visits, rules: Rules) -> Flags:
    """Which journeys did every step that has to be done."""
    return np.asarray(visits.done[:, np.array(rules.required, bool)].all(axis=1))


def _last(done: Flags) -> Places:
    """The last step of the plan that was done; -1 where none was."""
    width = done.shape[1]
    found: Places = np.where(done.any(axis=1), width - 1 - done[:, ::-1].argmax(axis=1), -1)
    return found


def _next_place(visits: Visits, step: int) -> Places:
    """Where the first of the later steps was done."""
    later = visits.place[:, step + 1 :]
    if not later.shape[1]:
        return np.zeros(len(later), np.int64)
    found: Places = np.where(later > 0, later, np.iinfo(np.int64).max).min(axis=1)
    return found


def _wrong_channel(visits: Visits, rules: Rules, step: int) -> Told:
    channel = visits.channel[:, step]
    is_right = [name in rules.channels[step] for name in visits.channels]
    known = visits.done[:, step] & (channel >= 0)
    right = np.array([*is_right, False], bool)[channel]
    return Told("wrong_channel", step, known, known & ~right, visits.place[:, step])


def _late(visits: Visits, kept: Flags, rules: Rules, step: int) -> Told:
    """Later after the step of the plan before it that was done in order than is allowed."""
    earlier = _last(kept[:, :step]) if step else np.full(len(kept), -1)
    at_risk = kept[:, step] & (earlier >= 0)
    since = visits.time_us[np.arange(len(kept)), np.maximum(earlier, 0)]
    limit = rules.within_us[step] or 0
    is_late = at_risk & (visits.time_us[:, step] - since > limit)
    return Told("late", step, at_risk, is_late, visits.place[:, step])


def _late_whole(visits: Visits, rules: Rules) -> Told:
    """The whole plan took longer than it may, of those that did all of it."""
    done, complete = visits.done, is_complete(visits, rules)
    first = np.where(done, visits.time_us, np.iinfo(np.int64).max).min(axis=1)
    last = np.where(done, visits.time_us, np.iinfo(np.int64).min).max(axis=1)
    took = np.where(complete, last, 0) - np.where(complete, first, 0)
    is_late = complete & (took > (rules.whole_us or 0))
    return Told("late", -1, complete, is_late, visits.place.max(axis=1))


def in_order(place: Places) -> Flags:
    """Which steps are in the longest run that is in the order of the plan.

    >>> in_order(np.array([[2, 1, 3], [0, 5, 4], [2, 3, 1]])).astype(int).tolist()
    [[1, 0, 1], [0, 1, 0], [1, 1, 0]]
    """
    found: Flags = place > 0
    # Most journeys are in order as they are, which is seen at once; few patterns are left.
    mixed = ((place != np.maximum.accumulate(place, axis=1)) & found).any(axis=1)
    if mixed.any():
        ranks = place[mixed].argsort(axis=1).argsort(axis=1)
        told = np.where(found[mixed], ranks, -1)
        patterns, which = np.unique(told, axis=0, return_inverse=True)
        kept = np.array([_longest_run(pattern.tolist()) for pattern in patterns], bool)
        found[mixed] = kept[which.reshape(-1)]
    return found


def _longest_run(places: Sequence[int]) -> list[bool]:
    count = len(places)
    length = [0] * count
    for step in reversed(range(count)):
        if places[step] >= 0:
            after = [length[n] for n in range(step + 1, count) if places[n] > places[step]]
            length[step] = 1 + max(after, default=0)
    kept, needed, last = [False] * count, max(length, default=0), -1
    for step in range(count):
        if needed and length[step] == needed and places[step] > last:
            kept[step], needed, last = True, needed - 1, places[step]
    return kept

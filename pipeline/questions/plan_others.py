"""What journeys came to that is no step of their plan.

In:     the visits of a plan's journeys, and where each step of the plan was first done
Out:    Others: which touchpoint, which journey, where in it, after which step of the plan
Units:  steps of the plan are numbered from 0 here
Errors: none
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.questions.pieces_of_journeys import Flags, Places, changes
from pipeline.questions.plan_visits import Lines, stages_of
from pipeline.questions.small_numbers import in_sixteen_bits

_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class Others:
    """A row per journey and touchpoint: `kind` is a place in `names`, `at` that of the journey.

    `names` are roles (forbidden or added) with touchpoints; `first` is where in the journey it came
    first, and `stage` the step of the plan after which it did, -1 before any.
    """

    names: Sequence[tuple[str, str]]
    kind: Places
    at: Places
    first: Places
    stage: Places

    def judged(self, is_judged: Flags) -> Others:
        """Those of some journeys."""
        own = is_judged[self.at]
        columns = (column[own] for column in (self.kind, self.at, self.first, self.stage))
        return Others(self.names, *columns)


def others_of(
    lines: Lines, names: Mapping[int, str], forbidden: Collection[int], steps: Places
) -> Others:
    """The first visits of each journey to each touchpoint that is no step, journey by journey.

    `steps` is where each step was first done, a line per journey.
    """
    rows = np.flatnonzero(_are_first(lines) & (lines.step < 0)).astype(np.int32)
    number = lines.touchpoint_no[rows]
    told = {
        one: ("forbidden" if one in forbidden else "added", names[one])
        for one in np.flatnonzero(np.bincount(number)).tolist()
    }
    by_name = sorted(told, key=told.__getitem__)
    kind = np.zeros(max(told, default=0) + 1, np.int32)
    kind[by_name] = range(len(by_name))
    stage = stages_of(lines, steps, rows)
    listed = [told[one] for one in by_name]
    return Others(listed, kind[number], lines.at[rows], lines.place[rows], stage)


def _are_first(lines: Lines, at_once: int = _AT_ONCE) -> Flags:
    """Which visits are the first ones of their journey to their touchpoint.

    Those of some thousand journeys are sorted at a time, which is done in the cache.
    """
    flags = np.zeros(len(lines.at), bool)
    begin = 0
    while begin < len(flags):
        last = lines.at[min(begin + at_once, len(flags)) - 1]
        end = int(np.searchsorted(lines.at, last, side="right"))
        at, number = lines.at[begin:end], in_sixteen_bits(lines.touchpoint_no[begin:end])
        order = np.argsort(number, kind="stable")  # equals stay as they were
        flags[begin + order[changes(at[order]) | changes(number[order])]] = True
        begin = end
    return flags


def stages(steps: Places, at: Places, place: Places) -> Places:
    """The step of the plan that was first done last, up to a place in a journey; -1 where none was.

    >>> stages(np.array([[1, 4], [3, 1]]), np.array([0, 1, 1]), np.array([2, 3, 2])).tolist()
    [0, 0, 1]
    """
    found = np.full(len(at), -1)
    latest = np.zeros(len(at), np.int32)
    for step in range(steps.shape[1]):
        here = steps[:, step].astype(np.int32)[at]
        is_later = (here > latest) & (here <= place)
        found[is_later], latest[is_later] = step, here[is_later]
    return found

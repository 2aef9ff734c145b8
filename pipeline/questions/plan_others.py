"""What journeys came to that is no step of their plan.

In:     the visits of a plan's journeys, and where each step of the plan was first done
Out:    Others: which touchpoint, which journey, where in it, after which step of the plan
Units:  steps of the plan are numbered from 0 here
Errors: none
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.questions.pieces_of_journeys import Flags, Places, changes
from pipeline.questions.plan_visits import Lines, stages_of
from pipeline.questions.small_numbers import in_sixteen_bits


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


def others_of(lines: Lines, names: Mapping[int, str], steps: Places) -> Others:
    """The first visits of each journey, by touchpoint, in the order of journeys.

    `steps` is where each step was first done, a line per journey.
    """
    order = np.flatnonzero(lines.step < 0)
    number = in_sixteen_bits(lines.touchpoint_no[order])
    by_number = np.argsort(number, kind="stable")  # equals stay as they were, the first visit first
    order, number = order[by_number], number[by_number]
    at = lines.at[order]
    is_first = changes(at) | changes(number)
    order, at, number = order[is_first], at[is_first], number[is_first]
    is_forbidden = lines.is_forbidden[order]
    new = np.flatnonzero(changes(number))
    told = [
        ("forbidden" if forbidden else "added", names[touchpoint])
        for forbidden, touchpoint in zip(
            is_forbidden[new], lines.touchpoint_no[order[new]].tolist(), strict=True
        )
    ]
    by_name = sorted(range(len(told)), key=told.__getitem__)
    place = np.empty(len(told), np.int32)
    place[by_name] = range(len(told))
    kind = np.repeat(place, np.diff(new, append=len(order)))
    return Others(
        [told[one] for one in by_name], kind, at, lines.place[order], stages_of(lines, steps)[order]
    )


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

"""What journeys came to that is no step of their plan.

In:     the visits of touchpoints that are forbidden or have been added; those of the steps
Out:    Others: which touchpoint, which journey, where in it, after which step of the plan
Units:  steps of the plan are numbered from 0 here
Errors: none
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipeline.questions.deviations import Flags, Places


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


def others_of(rows: pa.Table, names: Mapping[int, str], steps: Places) -> Others:
    """Read them from a table; `steps` is where each step was first done, a line per journey."""
    is_forbidden, number, first, at = (
        rows.column(name).to_numpy()
        for name in ("is_forbidden", "touchpoint_no", "place", "journey_at")
    )
    code = number * 2 + is_forbidden
    known = np.flatnonzero(np.bincount(code)).tolist()
    told = [("forbidden" if one % 2 else "added", names[one // 2]) for one in known]
    order = sorted(range(len(known)), key=told.__getitem__)
    place = np.zeros(max(known, default=0) + 1, np.int32)
    place[[known[one] for one in order]] = range(len(known))
    return Others([told[one] for one in order], place[code], at, first, stages(steps, at, first))


def stages(steps: Places, at: Places, place: Places) -> Places:
    """The step of the plan that was first done last, up to a place in a journey; -1 where none was.

    >>> stages(np.array([[1, 4], [3, 1]]), np.array([0, 1, 1]), np.array([2, 3, 2])).tolist()
    [0, 0, 1]
    """
    found: Places = np.full(len(at), -1)
    latest = np.zeros(len(at), np.int32)
    for step in range(steps.shape[1]):
        here = steps[:, step].astype(np.int32)[at]
        is_later = (here > latest) & (here <= place)
        found[is_later], latest[is_later] = step, here[is_later]
    return found

"""The visits of the journeys of a plan, person by person and in the order in which they happened.

In:     the steps of all journeys; rows of sql/questions/plan_roles.sql
Out:    Lines: every visit; Visits: where and when each step of the plan was first done
Units:  places in a journey, from 1 on; microseconds
Errors: none
Why:    there are nearly as many first visits as steps. To group them in SQL and to store them took
        a third of a sort of all events; steps lie in order, where the first visit comes first
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.questions.all_steps import Steps
from pipeline.questions.deviations import Visits
from pipeline.questions.pieces_of_journeys import Column, Flags, Places

Channels = tuple[Places, list[str]]
_NO_PART = -2


class Lines(NamedTuple):
    """Every visit: `at` is the place of its journey among all, `step` that of the plan or -1.

    `place` is that of the visit in its journey, `row` its place among all steps.
    """

    at: Places
    place: Places
    touchpoint_no: Places
    step: Places
    row: Places


def lines_of(steps: Steps, is_own: Flags, roles: pa.Table) -> Lines:
    """The visits of some journeys to touchpoints that have a role in their plan."""
    touchpoint, step_no = (roles.column(name).to_numpy() for name in ("touchpoint_no", "step_no"))
    most = max(int(steps.touchpoint_of.max(initial=0)), int(touchpoint.max(initial=0))) + 1
    step_of = np.full(most, _NO_PART, np.int16)
    step_of[touchpoint] = step_no - 1
    step = step_of[steps.touchpoint_of][steps.kind]
    row = np.flatnonzero((step > _NO_PART) & np.repeat(is_own, steps.counts)).astype(np.int32)
    at = (np.cumsum(is_own, dtype=np.int32) - 1)[steps.journey[row]]
    return Lines(at, steps.step_no[row], steps.touchpoint[row], step[row], row)


def first_places(lines: Lines, journeys: int, steps: int) -> Column:
    """Where in each journey each step of the plan was first done; 0 where it never was.

    >>> at, place, step = np.array([0, 0, 0]), np.array([1, 2, 3]), np.array([1, 0, 1])
    >>> first_places(Lines(at, place, at, step, at), 2, 2).tolist()
    [[2, 1], [0, 0]]
    """
    found = np.zeros((journeys, steps), np.int64)
    own = np.flatnonzero(lines.step >= 0)[::-1]
    found[lines.at[own], lines.step[own]] = lines.place[own]  # the last one put down stays
    return found


def stages_of(lines: Lines, first: Places, asked: Places) -> Places:
    """The step of the plan that was first done last, up to some visits; -1 where none was."""
    own = np.flatnonzero(lines.step >= 0)
    own = own[first[lines.at[own], lines.step[own]] == lines.place[own]]
    latest = np.zeros(len(lines.at), np.int32)
    latest[own] = own
    latest = np.maximum.accumulate(latest)[asked]
    found: Places = lines.step[latest]
    found[lines.at[latest] != lines.at[asked]] = -1
    return found


def visits_of(lines: Lines, steps: Steps, first: Column, channels: Channels) -> Visits:
    """When each step was first done, and on which of the channels, told by kind of event."""
    own = np.flatnonzero(lines.step >= 0)
    own = own[first[lines.at[own], lines.step[own]] == lines.place[own]]
    at, step, row = lines.at[own], lines.step[own], lines.row[own]
    number_of_kind, names = channels
    time_us, channel = np.zeros(first.shape, np.int64), np.full(first.shape, -1)
    time_us[at, step] = steps.occurred_us[row]
    channel[at, step] = number_of_kind[steps.kind[row]]
    return Visits(first, time_us, channel, names)


def channels_of(rows: pa.Table) -> Channels:
    """For each kind of event the place of its channel among the names, -1 where it has none.

    >>> kinds = pa.table({"kind_no": [3, 1, 4], "channel": ["web", "shop", None]})
    >>> numbers, names = channels_of(kinds)
    >>> numbers.tolist(), names
    ([-1, 0, -1, 1, -1], ['shop', 'web'])
    """
    kind, told = rows.column("kind_no").to_numpy(), rows.column("channel").to_pylist()
    names = sorted({name for name in told if name is not None})
    place = {name: number for number, name in enumerate(names)}
    numbers = np.full(int(kind.max(initial=0)) + 1, -1)
    numbers[kind] = [place.get(name, -1) for name in told]
    return numbers, names

"""The visits of the journeys of a plan, person by person and in the order in which they happened.

In:     rows of sql/questions/plan_visits.sql and plan_step_times.sql; the journeys of the plan
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

from pipeline.questions.deviations import Flags, Visits
from pipeline.questions.pieces_of_journeys import Column, Places, in_steps, pieces_of

Channels = tuple[Places, list[str]]


class Journeys(NamedTuple):
    """The journeys of a plan by person and key: `place` is where each stands, by key."""

    key: Column
    by_key: Column
    place: Places

    @classmethod
    def of(cls, key: Column) -> Journeys:
        """Read them from their keys, person by person."""
        order = np.argsort(key)
        return cls(key, key[order], order.astype(np.int32))

    def places(self, key: Places) -> Places:
        """Where the journeys of some keys stand.

        >>> Journeys.of(np.array([70, 20, 90])).places(np.array([90, 20])).tolist()
        [2, 1]
        """
        found: Places = self.place[np.searchsorted(self.by_key, key)]
        return found


class Lines(NamedTuple):
    """Every visit: `at` is the place of its journey among all, `step` that of the plan or -1."""

    at: Places
    place: Places
    touchpoint_no: Places
    step: Places
    is_forbidden: Flags


def lines_of(rows: pa.Table, journeys: Journeys) -> Lines:
    """Read them from a table, in any order."""
    pieces = pieces_of(rows)
    order, at = in_steps(rows, pieces, journeys.places(pieces.key), "place")
    names = ("place", "touchpoint_no", "step_no", "is_forbidden")
    place, number, step, is_forbidden = (rows.column(name).to_numpy()[order] for name in names)
    return Lines(at, place, number, step - 1, is_forbidden)


def first_places(lines: Lines, journeys: int, steps: int) -> Column:
    """Where in each journey each step of the plan was first done; 0 where it never was.

    >>> at, place, step = np.array([0, 0, 0]), np.array([1, 2, 3]), np.array([1, 0, 1])
    >>> first_places(Lines(at, place, at, step, at > 0), 2, 2).tolist()
    [[2, 1], [0, 0]]
    """
    found = np.zeros((journeys, steps), np.int64)
    own = np.flatnonzero(lines.step >= 0)[::-1]
    found[lines.at[own], lines.step[own]] = lines.place[own]  # the last one put down stays
    return found


def stages_of(lines: Lines, first: Places) -> Places:
    """The step of the plan that was first done last, up to each visit; -1 where none was."""
    own = np.flatnonzero(lines.step >= 0)
    own = own[first[lines.at[own], lines.step[own]] == lines.place[own]]
    latest = np.zeros(len(lines.at), np.int32)
    latest[own] = own
    latest = np.maximum.accumulate(latest)
    found: Places = lines.step[latest]
    found[lines.at[latest] != lines.at] = -1
    return found


def visits_of(rows: pa.Table, journeys: Journeys, first: Column, channels: Channels) -> Visits:
    """When each step was first done, and on which of the channels, told by kind of event."""
    at = journeys.places(rows.column("journey_key").to_numpy())
    step = rows.column("step_no").to_numpy() - 1
    own = np.flatnonzero(first[at, step] == rows.column("place").to_numpy())
    at, step = at[own], step[own]
    number_of_kind, names = channels
    time_us, channel = np.zeros(first.shape, np.int64), np.full(first.shape, -1)
    time_us[at, step] = rows.column("occurred_us").to_numpy()[own]
    channel[at, step] = number_of_kind[rows.column("kind_no").to_numpy()[own]]
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

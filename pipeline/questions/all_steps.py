"""The steps of all journeys, or of a crowd, as arrays: person by person, journey by journey.

In:     journeys.placed_events, journeys.journeys and journeys.kinds
Out:    Steps
Units:  microseconds; people and journeys are numbered from 0
Errors: none
Why:    much is counted of all steps. To read and to order them takes as long as to count one thing,
        so it is done once; whoever is next in a journey is then next in the array
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.crowds import EVERYBODY, Crowd, Read
from pipeline.questions.pieces_of_journeys import (
    Column,
    Flags,
    Pieces,
    Places,
    batches_of,
    changes,
    in_steps,
    lie_in_order,
    pieces_of,
)
from pipeline.questions.small_numbers import in_sixteen_bits
from pipeline.sqlfiles import sql_text

OPEN, ENDED, REACHED = 0, 1, 2  # as sql/questions/all_journeys.sql numbers them


@dataclass(frozen=True)
class Steps:
    """Journeys by person and key, each with `counts` steps from the place `begins` on.

    `key`, `person_key`, `journey_no` and `outcome` are of journeys; `kind`, `occurred_us` and
    `is_repeated` of steps. `touchpoint_of` tells the touchpoint of each kind.
    """

    key: Column
    person_key: Column
    journey_no: Places
    outcome: Places
    begins: Column
    counts: Column
    kind: Places
    occurred_us: Column
    is_repeated: Flags
    touchpoint_of: Places

    @classmethod
    def of(cls, rows: pa.Table, journeys: pa.Table, kinds: pa.Table) -> Steps:
        """Read them from tables, in any order.

        >>> rows = pa.table({"journey_key": [7, 9, 9], "step_no": [1, 2, 1], "kind_no": [3, 3, 4],
        ...     "occurred_us": [60, 50, 40], "is_repeated": [True, False, False]})
        >>> journeys = pa.table({"journey_key": [7, 9], "person_key": [5, 2], "journey_no": [1, 1],
        ...     "outcome_no": [0, 2]})
        >>> kinds = pa.table({"kind_no": [3, 4], "touchpoint_no": [1, 2]})
        >>> steps = Steps.of(rows, journeys, kinds)
        >>> steps.key.tolist(), steps.touchpoint.tolist(), steps.journey.tolist()
        ([9, 7], [2, 1, 1], [0, 0, 1])
        """
        told = [journeys.column(name).to_numpy() for name in journeys.column_names]
        columns = dict(zip(journeys.column_names, told, strict=True))
        order = np.lexsort((columns["journey_key"], columns["person_key"]))
        key, person, journey_no, outcome = (
            columns[name][order]
            for name in ("journey_key", "person_key", "journey_no", "outcome_no")
        )
        pieces = pieces_of(rows)
        place = places_of(key, pieces.key)
        counts = np.bincount(place, pieces.counts, len(key)).astype(np.int64)
        kind, occurred_us, is_repeated = _in_order(rows, pieces, place)
        return cls(
            key,
            person,
            in_sixteen_bits(journey_no),
            outcome.astype(np.uint8),
            np.cumsum(counts) - counts,
            counts,
            kind,
            occurred_us,
            is_repeated,
            _touchpoints(kinds),
        )

    @property
    def crowd(self) -> Crowd:
        """Whose they are: whoever has a key in between is one of them."""
        if not len(self.person_key):
            return Crowd(0, 0)
        return Crowd(int(self.person_key[0]), int(self.person_key[-1]) + 1)

    @cached_property
    def person(self) -> Places:
        """The number of the person of each journey, from 0 on."""
        found: Places = np.cumsum(changes(self.person_key), dtype=np.int32) - 1
        return found

    @cached_property
    def touchpoint(self) -> Places:
        """The touchpoint of each step."""
        found: Places = self.touchpoint_of[self.kind]
        return found

    @cached_property
    def journey(self) -> Places:
        """The place of the journey of each step."""
        return np.repeat(np.arange(len(self.key), dtype=np.int32), self.counts)

    @cached_property
    def is_last(self) -> Flags:
        """Which steps are the last of their journeys."""
        flags = np.zeros(len(self.kind), bool)
        flags[(self.begins + self.counts - 1)[self.counts > 0]] = True
        return flags

    @property
    def step_no(self) -> Places:
        """The number of each step in its journey, from 1 on."""
        first = np.repeat(self.begins.astype(np.int32), self.counts)
        return np.arange(1, len(first) + 1, dtype=np.int32) - first


def read_steps(read: Read, crowd: Crowd = EVERYBODY) -> Steps:
    """The steps of a crowd."""
    asked = {"all_steps": crowd.asked(), "all_journeys": crowd.asked(), "kind_touchpoints": {}}
    return Steps.of(*(read(sql_text(f"questions/{name}.sql"), own) for name, own in asked.items()))


def steps_before(steps: Steps, deciding: pa.Table) -> Places:
    """How many steps of each journey come before the one that decides it; all where none does.

    `deciding` are the touchpoints that decide, as sql/questions/deciding_touchpoints.sql says.
    """
    definition, touchpoint = (column.to_numpy() for column in deciding.columns)
    rows = np.flatnonzero(np.isin(steps.touchpoint_of, touchpoint)[steps.kind])
    most = max(int(steps.touchpoint_of.max(initial=0)), int(touchpoint.max(initial=0))) + 1
    code = steps.journey_no[steps.journey[rows]].astype(np.int64) * most + steps.touchpoint[rows]
    rows = rows[np.isin(code, definition * most + touchpoint)][::-1]
    found = steps.counts.astype(np.int32)
    journey = steps.journey[rows]
    found[journey] = rows - steps.begins[journey]  # the first one, put down last, stays
    return found


def places_of(key: Column, asked: Column) -> Places:
    """Where some keys stand among all, which may be in any order.

    >>> places_of(np.array([70, 20, 90]), np.array([90, 20])).tolist()
    [2, 1]
    """
    if (key[1:] > key[:-1]).all():
        return np.searchsorted(key, asked)
    by_key = np.argsort(key)
    found: Places = by_key[np.searchsorted(key, asked, sorter=by_key)]
    return found


def _in_order(rows: pa.Table, pieces: Pieces, place: Places) -> tuple[npt.NDArray[Any], ...]:
    """Kind, time and repetition of each step, in the order of the journeys and their steps."""
    kind, occurred_us = (
        np.concatenate([np.empty(0, type_), *(part for _, part in batches_of(rows, name))])
        for name, type_ in (("kind_no", np.int32), ("occurred_us", np.int64))
    )
    is_repeated = rows.column("is_repeated").to_numpy()
    columns = (in_sixteen_bits(kind), occurred_us, is_repeated)
    if lie_in_order(rows, pieces, place):
        return columns
    order, _ = in_steps(rows, pieces, place)
    return tuple(column[order] for column in columns)


def _touchpoints(kinds: pa.Table) -> Places:
    kind, touchpoint = (kinds.column(name).to_numpy() for name in ("kind_no", "touchpoint_no"))
    found = np.zeros(int(kind.max(initial=0)) + 1, np.int64)
    found[kind] = touchpoint
    return in_sixteen_bits(found)

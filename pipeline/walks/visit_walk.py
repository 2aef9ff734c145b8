"""Place every event by which a person acts in a visit, batch by batch.

In:     batches of sql/walks/own_events.sql, in its order; the longest silence inside a visit, and
        the length after which one is parted, 0 for none
Out:    the rows of sessions.session_events, in batches
Units:  times, silences and lengths in microseconds
Errors: none
Source: sql/30_sessions/session_events.sql, which says the same in windows
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.arrays import Column, Flags, counted, former, of_beginning

_NUMBERS = ("person_key", "person_event_no", "visit_us", "part_no", "event_no", "occurred_us")
SESSION_EVENTS = pa.schema([(name, pa.int64()) for name in (*_NUMBERS, "kind_no")])
_KEPT = ("person_key", "occurred_us", "local_day", "is_closing")


class _State(NamedTuple):
    """What is known at the end of a batch, of its last row."""

    person: int = -1
    us: int = 0
    day: int = 0
    is_closing: bool = False
    visit_us: int = 0
    event_no: int = 0


def visits_of(
    batches: Iterable[pa.RecordBatch], longest_silence_us: int, session_length_us: int
) -> Iterator[pa.RecordBatch]:
    """The events of all visits, in order.

    Two events within the silence of 30, and one after it:

    >>> same = dict.fromkeys(("person_key", "person_event_no", "kind_no", "local_day"), [1] * 3)
    >>> never = dict.fromkeys(("is_opening", "is_closing"), [False] * 3)
    >>> columns = same | never | {"occurred_us": [0, 20, 99]}
    >>> events = pa.record_batch(columns)
    >>> [rows.column("visit_us").to_pylist() for rows in visits_of([events], 30, 0)]
    [[0, 0, 99]]
    """
    state = _State()
    for batch in batches:
        if batch.num_rows:
            us = batch.column("occurred_us").to_numpy()
            begins = _begins_visit(batch, us, longest_silence_us, state)
            found = _numbered(us, begins, session_length_us, state)
            kept: list[Any] = [batch.column(name)[-1].as_py() for name in _KEPT]
            kept += [int(found[name][-1]) for name in ("visit_us", "event_no")]
            state = _State(*kept)
            columns = [
                pa.array(found[name]) if name in found else batch.column(name)
                for name in SESSION_EVENTS.names
            ]
            yield pa.record_batch(columns, schema=SESSION_EVENTS)


def _numbered(
    us: Column, begins: Flags, session_length_us: int, state: _State
) -> dict[str, Column]:
    """When the visit of each event began, its part of that visit, and its place there."""
    visit_us = of_beginning(us, begins, state.visit_us)
    return {
        "visit_us": visit_us,
        "part_no": (us - visit_us) // session_length_us if session_length_us else us * 0,
        "event_no": counted(np.ones(len(us), bool), begins, state.event_no),
    }


def _begins_visit(
    batch: pa.RecordBatch, us: Column, longest_silence_us: int, state: _State
) -> Flags:
    """Which events begin a visit: events at one instant are never parted."""
    person, day = (batch.column(name).to_numpy() for name in ("person_key", "local_day"))
    is_opening, is_closing = (
        batch.column(name).to_numpy(zero_copy_only=False) for name in ("is_opening", "is_closing")
    )
    silence_us = us - former(us, state.us)
    begins: Flags = silence_us > longest_silence_us
    begins |= day != former(day, state.day)
    begins |= is_opening | former(is_closing, state.is_closing)
    begins &= silence_us != 0
    begins |= person != former(person, state.person)
    return begins

"""What follows each step of journeys, told batch by batch.

In:     batches of rows of journeys.placed_events without the columns of AHEAD
Out:    the same rows with them
Units:  next_us and last_us in microseconds
Errors: none
Why:    what follows a step is known when the next one begins, which may be many batches later. So
        the last row of a batch that begins a step waits, and is given before the batch that tells
        it; the rows after it do not wait
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.arrays import Column, Flags

PLACED = pa.schema(
    [
        *((name, pa.int64()) for name in ("journey_key", "journey_no", "person_key")),
        *((name, pa.int64()) for name in ("event_no", "step_no")),
        ("begins_step", pa.int32()),
        *((name, pa.int64()) for name in ("owner_key", "person_event_no", "occurred_us")),
        *((name, pa.int64()) for name in ("kind_no", "touchpoint_no", "outcome_no")),
        *((name, pa.float64()) for name in ("value", "emotion")),
        ("previous_touchpoint_no", pa.int64()),
    ]
)
AHEAD = ("next_touchpoint_no", "next_us", "events", "last_us")
FOLLOWED = pa.schema([*PLACED, *((name, pa.int64()) for name in AHEAD)])
_COMPARED = ("journey_key", "touchpoint_no", "occurred_us")


class _Waiting(NamedTuple):
    """The latest row that begins a step, how many rows followed it, and the time of the last."""

    row: dict[str, Any]
    behind: int
    us: int


def with_what_follows(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows with what follows each step; the first row of all begins one.

    >>> told = dict.fromkeys(PLACED.names, [1, 1]) | {"occurred_us": [5, 8], "step_no": [1, 2]}
    >>> rows = with_what_follows([pa.record_batch(told).cast(PLACED)])
    >>> [row["next_us"] for batch in rows for row in batch.to_pylist()]
    [8, None]
    """
    waiting: _Waiting | None = None
    for batch in batches:
        begins = np.flatnonzero(batch.column("begins_step").to_numpy())
        if waiting is not None:
            told = _passed(waiting, batch, int(begins[0]) if len(begins) else batch.num_rows)
            if len(begins):
                yield _completed(told, batch.slice(int(begins[0]), 1).to_pylist()[0])
            waiting = told
        rows = _followed(batch, begins)
        if not len(begins):
            yield rows
            continue
        last = int(begins[-1])
        row = batch.slice(last, 1).to_pylist()[0]
        waiting = _passed(_Waiting(row, 0, row["occurred_us"]), batch.slice(last + 1))
        yield from (rows.slice(0, last), rows.slice(last + 1))
    if waiting is not None:
        yield _completed(waiting, None)


def _passed(waiting: _Waiting, batch: pa.RecordBatch, rows: int | None = None) -> _Waiting:
    """What is known of the row after so many rows of a batch, or all."""
    rows = batch.num_rows if rows is None else rows
    if not rows:
        return waiting
    us = batch.column("occurred_us")[rows - 1].as_py()
    return waiting._replace(behind=waiting.behind + rows, us=us)


def _completed(waiting: _Waiting, later: dict[str, Any] | None) -> pa.RecordBatch:
    """The row that waited, given the one that begins the next step of all, if there is one."""
    is_followed = later is not None and later["journey_key"] == waiting.row["journey_key"]
    told = (
        *(
            (later["touchpoint_no"], later["occurred_us"])
            if later and is_followed
            else (None, None)
        ),
        *(waiting.behind + 1, waiting.us),
    )
    row = waiting.row | dict(zip(AHEAD, told, strict=True))
    return pa.RecordBatch.from_pylist([row], FOLLOWED)


def _followed(batch: pa.RecordBatch, begins: Column) -> pa.RecordBatch:
    """The rows of a batch with what follows each step but its last one."""
    key, touchpoint, us = (batch.column(name).to_numpy() for name in _COMPARED)
    here, there = begins[:-1], begins[1:]
    is_last = key[here] != key[there]
    begins_step = np.zeros(batch.num_rows, bool)
    begins_step[here] = True
    is_followed = begins_step.copy()
    is_followed[here[is_last]] = False
    told = [
        _spread(touchpoint[there], here, is_followed),
        _spread(us[there], here, is_followed),
        _spread(there - here, here, begins_step),
        _spread(us[there - 1], here, begins_step),
    ]
    return pa.record_batch([*batch.columns, *told], schema=FOLLOWED)


def _spread(values: Column, places: Column, is_told: Flags) -> pa.Array:
    """A column that has values in some places; only those told of count."""
    spread = np.zeros(len(is_told), np.int64)
    spread[places] = values
    return pa.array(spread, mask=~is_told)

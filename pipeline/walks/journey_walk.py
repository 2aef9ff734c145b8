"""Cut lines of events into journeys and steps, batch by batch.

In:     batches of sql/walks/journey_lines.sql, in its order; Rules
Out:    rows of journeys.placed_events, in batches, without what follows their steps
Units:  occurred_us in microseconds
Errors: none
Source: sql/40_journeys/placed_events.sql, which says the same in windows
Why:    a batch ends anywhere, and a line may be longer than memory: what is known of a line where a
        batch ends goes on to the next one
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.arrays import Column, Flags, counted, former, happened, of_beginning
from pipeline.walks.following import PLACED
from pipeline.walks.rules import NO_OUTCOME, Roles, Rules, roles_of

_DEFINITIONS, _RUNS = 64, 16_777_216  # as the key of a journey has room for


class _State(NamedTuple):
    """What is known at the end of a batch, of its last row.

    Its line, time, touchpoint, outcome, and the number of its run; whether that run has begun to be
    a journey. Of the latest journey: its person, and the numbers of its last event and step.
    """

    line: int = -1
    us: int = 0
    touchpoint: int = -1
    outcome: int = NO_OUTCOME
    run_no: int = 0
    is_kept: bool = False
    person: int = -1
    event_no: int = 0
    step_no: int = 0


class _Rows(NamedTuple):
    """Events: which begin a journey, and which do something else than the one before."""

    line: Column
    run_no: Column
    touchpoint: Column
    former_touchpoint: Column
    outcome: Column
    begins_journey: Flags
    is_change: Flags


def walk(lines: Iterable[pa.RecordBatch], rules: Rules) -> Iterator[pa.RecordBatch]:
    """The events of all journeys, in order.

    >>> from pipeline.walks.rules import rules_of
    >>> rules = rules_of(
    ...     pa.table({"journey_no": [1], "longest_us": [60], "ends_at_goals": [False],
    ...         "keeps_repeats": [False]}),
    ...     pa.table({"journey_no": [1], "kind_no": [5], "touchpoint_no": [7], "outcome_no": [-1],
    ...         "may_begin": [True]}))
    >>> told = dict.fromkeys(PLACED.names, [1.0] * 3) | {"line_key": [129] * 3,
    ...     "owner_key": [2] * 3, "person_event_no": [1, 2, 3], "occurred_us": [0, 60, 121],
    ...     "kind_no": [5] * 3}
    >>> [rows.column("event_no").to_pylist() for rows in walk([pa.record_batch(told)], rules)]
    [[1, 2, 1]]
    """
    state = _State()
    for batch in lines:
        if batch.num_rows:
            state, placed = _placed(batch, rules, state)
            if placed.num_rows:
                yield placed


def _placed(batch: pa.RecordBatch, rules: Rules, state: _State) -> tuple[_State, pa.RecordBatch]:
    """The rows of a batch that are in journeys."""
    line, us, kind = (
        batch.column(name).to_numpy() for name in ("line_key", "occurred_us", "kind_no")
    )
    roles = roles_of(rules, line % _DEFINITIONS, kind)
    rows, is_kept = _cut(line, us, roles, rules, state)
    last = state._replace(
        line=int(line[-1]),
        us=int(us[-1]),
        touchpoint=int(roles.touchpoint[-1]),
        outcome=int(roles.outcome[-1]),
        run_no=int(rows.run_no[-1]),
        is_kept=bool(is_kept[-1]),
    )
    if not is_kept.all():
        batch = batch.filter(pa.array(is_kept))
        kept: Iterator[Any] = (column[is_kept] for column in rows)
        rows = _Rows(*kept)
    return _numbered(batch, rows, last) if batch.num_rows else (last, batch)


def _cut(
    line: Column, us: Column, roles: Roles, rules: Rules, state: _State
) -> tuple[_Rows, Flags]:
    """Cut lines into runs. A run is kept from its first event on with which one can begin."""
    journey = line % _DEFINITIONS
    longest_us = rules.longest_us[journey]
    former_touchpoint = former(roles.touchpoint, state.touchpoint)
    begins_line = line != former(line, state.line)
    begins_run = begins_line | (longest_us >= 0) & (us - former(us, state.us) > longest_us)
    has_ended = former(roles.outcome, state.outcome) != NO_OUTCOME
    begins_run |= rules.ends_at_goals[journey] & has_ended
    is_kept = happened(roles.may_begin, begins_run, state.is_kept)
    rows = _Rows(
        line,
        counted(begins_run, begins_line, state.run_no),
        roles.touchpoint,
        former_touchpoint,
        roles.outcome,
        is_kept & (begins_run | ~former(is_kept, state.is_kept)),
        rules.keeps_repeats[journey] | begins_line | (roles.touchpoint != former_touchpoint),
    )
    return rows, is_kept


def _numbered(batch: pa.RecordBatch, rows: _Rows, state: _State) -> tuple[_State, pa.RecordBatch]:
    """Number the events and steps of journeys."""
    begins = rows.begins_journey
    thread, journey = np.divmod(rows.line, _DEFINITIONS)
    own: dict[str, Any] = {
        "journey_key": (thread * _RUNS + rows.run_no) * _DEFINITIONS + journey,
        "journey_no": journey,
        "person_key": of_beginning(batch.column("owner_key").to_numpy(), begins, state.person),
        "event_no": counted(np.ones(len(begins), bool), begins, state.event_no),
        "step_no": counted(rows.is_change, begins, state.step_no),
        "begins_step": (begins | rows.is_change).astype(np.int32),
        "touchpoint_no": rows.touchpoint,
    }
    last = state._replace(
        person=int(own["person_key"][-1]),
        event_no=int(own["event_no"][-1]),
        step_no=int(own["step_no"][-1]),
    )
    arrays = {name: pa.array(column) for name, column in own.items()} | {
        "kind_no": batch.column("kind_no").cast(pa.int64()),
        "outcome_no": pa.array(rows.outcome, mask=rows.outcome == NO_OUTCOME),
        "previous_touchpoint_no": pa.array(rows.former_touchpoint, mask=begins),
    }
    columns = [arrays[name] if name in arrays else batch.column(name) for name in PLACED.names]
    return last, pa.record_batch(columns, schema=PLACED)

"""The events of people as they lie, in place of sorted ones.

In:     batches of sql/walks/life_order.sql, lives.sql and visit_lives.sql; the kinds of events that
        are wanted
Out:    whether they lie in order; the rows of sql/walks/journey_lines.sql, where one definition
        takes each person's events as a line, or of own_events.sql, where silence alone ends visits;
        both in their order
Units:  none
Errors: ValueError where events are given in another order than they were found to lie in
Why:    events of people lie in the order of people and of time, unless a batch has put some
        elsewhere. To sort them takes three times as long as to read them
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.arrays import former

_DEFINITIONS = 64  # as the key of a journey has room for


class _Place(NamedTuple):
    """Whose the last event was that was seen, and its number."""

    person: int = -1
    number: int = 0


def lie_in_order(batches: Iterable[pa.RecordBatch]) -> bool:
    """Whether people come one after the other, and the events of each by their numbers.

    >>> names = ("person_key", "person_event_no")
    >>> batches = [pa.record_batch(dict(zip(names, rows, strict=True)))
    ...     for rows in (([7, 7], [1, 2]), ([7, 8], [3, 1]))]
    >>> lie_in_order(batches), lie_in_order(batches[::-1])
    (True, False)
    """
    place = _Place()
    for batch in batches:
        after = _after(batch, place)
        if after is None:
            return False
        place = after
    return True


def lines_of_lives(
    batches: Iterable[pa.RecordBatch], journey_no: int, roles: pa.Table
) -> Iterator[pa.RecordBatch]:
    """The events of people that take part in a definition, of which `roles` tells the kinds.

    They have to come in order, or ValueError is raised.

    >>> events = pa.record_batch({"person_key": [7, 7], "person_event_no": [1, 2],
    ...     "kind_no": [1, 2]})
    >>> (rows,) = lines_of_lives([events], 3, pa.table({"kind_no": [2]}))
    >>> rows.select(["line_key", "owner_key", "person_event_no"]).to_pylist()
    [{'line_key': 451, 'owner_key': 7, 'person_event_no': 2}]
    """
    for batch in _of_kinds(batches, roles):
        person = batch.column("person_key")
        line_key = person.to_numpy() * _DEFINITIONS + journey_no
        told = batch.append_column("owner_key", person)
        yield told.append_column("line_key", pa.array(line_key))


def own_events_of_lives(
    batches: Iterable[pa.RecordBatch], kinds: pa.Table
) -> Iterator[pa.RecordBatch]:
    """The events of some kinds, none of which begins or ends a visit, all of one day.

    They have to come in order, or ValueError is raised.

    >>> events = pa.record_batch({"person_key": [7, 7], "person_event_no": [1, 2],
    ...     "kind_no": [1, 2]})
    >>> (rows,) = own_events_of_lives([events], pa.table({"kind_no": [2]}))
    >>> rows.select(["person_event_no", "local_day", "is_closing"]).to_pylist()
    [{'person_event_no': 2, 'local_day': 0, 'is_closing': False}]
    """
    for batch in _of_kinds(batches, kinds):
        told = batch.append_column("local_day", pa.array(np.zeros(batch.num_rows, np.int64)))
        for name in ("is_opening", "is_closing"):
            told = told.append_column(name, pa.array(np.zeros(batch.num_rows, bool)))
        yield told


def _of_kinds(batches: Iterable[pa.RecordBatch], kinds: pa.Table) -> Iterator[pa.RecordBatch]:
    """The events of some kinds; all have to come in order."""
    kind = kinds.column("kind_no").to_numpy()
    is_wanted = np.zeros(int(kind.max(initial=0)) + 2, bool)  # the last one stands for all others
    is_wanted[kind] = True
    place = _Place()
    for batch in batches:
        after = _after(batch, place)
        if after is None:
            raise ValueError("events of people do not come in the order in which they lie")
        place = after
        own = is_wanted.take(batch.column("kind_no").to_numpy(), mode="clip")
        yield batch if own.all() else batch.filter(pa.array(own))


def _after(batch: pa.RecordBatch, place: _Place) -> _Place | None:
    """Where a batch ends that comes after some place; nothing if it does not go up all along."""
    if not batch.num_rows:
        return place
    person, number = (batch.column(name).to_numpy() for name in ("person_key", "person_event_no"))
    before = former(person, place.person)
    goes_up = (person == before) & (number > former(number, place.number))
    goes_up |= person > before
    return _Place(int(person[-1]), int(number[-1])) if goes_up.all() else None

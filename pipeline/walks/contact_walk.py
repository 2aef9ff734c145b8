"""Find where the customer was at each contact, batch by batch.

In:     batches of sql/walks/contact_events.sql, in its order; a table of contact_places.sql
Out:    the rows of journeys.contacts, in batches
Units:  wait_us in microseconds
Errors: none
Source: sql/40_journeys/contacts.sql, which says the same in windows
Why:    a batch ends anywhere, so the last contact of each kind waits for the next one
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[Any]
CONTACTS = pa.schema(
    [
        ("journey_key", pa.int64()),
        *((name, pa.int32()) for name in ("side_no", "event_no", "place_no", "next_place_no")),
        ("wait_us", pa.int64()),
        ("next_event_no", pa.int32()),
    ]
)
_EVENT = ("journey_key", "event_no", "occurred_us", "touchpoint_no", "keeps_repeats")
_NOWHERE = 0  # places are numbered from 1 on


class _Events(NamedTuple):
    """Events that happened at a place of one kind, in order."""

    key: Numbers
    event_no: Numbers
    us: Numbers
    touchpoint: Numbers
    keeps_repeats: Numbers
    place: Numbers


def contacts_of(batches: Iterable[pa.RecordBatch], places: pa.Table) -> Iterator[pa.RecordBatch]:
    """The contacts of all journeys, each with what follows it.

    A customer goes from place 1 to place 2, of which the next batch would tell more:

    >>> events = pa.record_batch({"journey_key": [65, 65], "event_no": pa.array([1, 2], pa.int32()),
    ...     "occurred_us": [0, 9], "touchpoint_no": [4, 4], "kind_no": [7, 8],
    ...     "keeps_repeats": [False, False]})
    >>> places = pa.table({"kind_no": [7, 8], "side_no": [3, 3], "place_no": [1, 2]})
    >>> rows = [row for found in contacts_of([events], places) for row in found.to_pylist()]
    >>> [(row["place_no"], row["next_place_no"], row["wait_us"]) for row in rows]
    [(1, 2, 9), (2, None, None)]
    """
    sides = sides_of(places)
    waiting: dict[int, _Events] = {}  # the last contact of each kind: more is to be told of it
    for batch in batches:
        for side_no, place_of in sides.items():
            events = _joined(waiting.get(side_no), _at_places(batch, place_of))
            if len(events.key):
                contacts = _chosen(events, _begins_contact(events))
                waiting[side_no] = _chosen(contacts, np.array([-1]))
                yield _told(side_no, contacts)
    for side_no, contact in waiting.items():
        yield _told(side_no, _joined(contact, contact._replace(key=np.array([-1]))))


def sides_of(places: pa.Table) -> dict[int, Numbers]:
    """The place of each kind of event, by kind of place; the last one is that of all others.

    >>> places = pa.table({"kind_no": [1], "side_no": [3], "place_no": [2]})
    >>> {side_no: place_of.tolist() for side_no, place_of in sides_of(places).items()}
    {3: [0, 2, 0]}
    """
    kind, side, place = (
        places.column(name).to_numpy() for name in ("kind_no", "side_no", "place_no")
    )
    sides = {}
    for side_no in np.unique(side).tolist():
        own = side == side_no
        place_of = np.full(kind.max() + 2, _NOWHERE, np.int32)
        place_of[kind[own]] = place[own]
        sides[side_no] = place_of
    return sides


def _at_places(batch: pa.RecordBatch, place_of: Numbers) -> _Events:
    """The events of a batch that happened at a place of one kind."""
    told: list[Numbers] = [batch.column(name).to_numpy(zero_copy_only=False) for name in _EVENT]
    told.append(place_of.take(batch.column("kind_no").to_numpy(), mode="clip"))
    events = _Events(*told)
    is_somewhere = events.place != _NOWHERE
    return events if is_somewhere.all() else _chosen(events, is_somewhere)


def _begins_contact(events: _Events) -> Numbers:
    """Which events are no mere repetition of the one before."""
    begins = events.keeps_repeats.astype(bool)
    begins[:1] = True
    for column in (events.key, events.touchpoint, events.place):
        begins[1:] |= column[1:] != column[:-1]
    return begins


def _chosen(events: _Events, rows: Numbers) -> _Events:
    chosen: Iterator[Numbers] = (column[rows] for column in events)
    return _Events(*chosen)


def _joined(first: _Events | None, second: _Events) -> _Events:
    if first is None:
        return second
    columns: Iterator[Numbers] = map(np.concatenate, zip(first, second, strict=True))
    return _Events(*columns)


def _told(side_no: int, contacts: _Events) -> pa.RecordBatch:
    """All contacts but the last one, with what follows them."""
    key, event_no, us, _, _, place = contacts
    is_last = key[1:] != key[:-1]
    stays = is_last | (place[1:] == place[:-1])
    columns = [
        pa.array(key[:-1]),
        pa.array(np.full(len(is_last), side_no, np.int32)),
        pa.array(event_no[:-1]),
        pa.array(place[:-1]),
        pa.array(place[1:], mask=is_last),
        pa.array(us[1:] - us[:-1], mask=is_last),
        pa.array(event_no[1:], mask=stays),
    ]
    return pa.record_batch(columns, schema=CONTACTS)

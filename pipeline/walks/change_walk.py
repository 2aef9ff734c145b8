"""Find the changes of channel, device, department and agent, and what is to be said of each.

In:     the events of journeys in which a contact is elsewhere than the one before; what kinds of
        events mean
Out:    the rows of journeys.changes, in batches
Units:  times and windows in microseconds
Errors: none
Source: sql/40_journeys/changes.sql, which says the same in joins and windows
Why:    where nearly every event is a change, to join each with its event, the first time at its
        touchpoint and what follows cost as much as to write the rows down
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.arrays import Flags
from pipeline.walks.contact_arrays import ContactEvents
from pipeline.walks.journey_arrays import Events, Numbers, last_ones, met_before, recurring

_REASONS = ("repeats_touchpoint", "repeats_topic", "repeats_login")
CHANGES = pa.schema(
    [
        ("journey_key", pa.int64()),
        *((name, pa.int32()) for name in ("side_no", "place_no", "next_place_no")),
        *((name, pa.int64()) for name in ("person_key", "next_owner_key")),
        *((f"next_{name}_no", pa.int32()) for name in ("person_event", "event", "touchpoint")),
        ("wait_us", pa.int64()),
        *((name, pa.int32()) for name in (*_REASONS, "is_announced", "has_arrived", "came_back")),
    ]
)
_AGAIN = 2  # a login that is told to be another
_MEANING = {"touchpoint_no": np.int32, "is_own": bool, "topic_no": np.int32, "login_no": np.int8}


class Meaning(NamedTuple):
    """What events of each kind mean, by its number: see sql/walks/change_kinds.sql."""

    touchpoint: Numbers
    is_own: Flags
    topic: Numbers
    login: Numbers


class Windows(NamedTuple):
    """How long before an event another login, or the same topic, makes it a repetition."""

    login_us: int
    topic_us: int


class Reasons(NamedTuple):
    """Which events repeat something of their journey, by events."""

    touchpoint: Flags
    topic: Flags
    login: Flags


class _Changes(NamedTuple):
    """Changes in order: the event at which each arrives, from where, to where, and more of it."""

    event: Numbers
    origin: Numbers
    place: Numbers
    wait_us: Numbers
    has_arrived: Flags
    came_back: Flags


def meaning_of(kinds: pa.Table) -> Meaning:
    """Put a table of sql/walks/change_kinds.sql into columns by kind.

    >>> kinds = pa.table({"kind_no": [2], "touchpoint_no": [7], "is_own": [True],
    ...     "topic_no": [0], "login_no": [1]})
    >>> meaning_of(kinds).touchpoint.tolist()
    [0, 0, 7]
    """
    kind = kinds.column("kind_no").to_numpy()
    columns: list[Any] = []
    for name, type_ in _MEANING.items():
        column = np.zeros(int(kind.max(initial=0)) + 1, type_)
        column[kind] = kinds.column(name).to_numpy()
        columns.append(column)
    return Meaning(*columns)


def reasons_of(events: Events, meaning: Meaning, windows: Windows) -> Reasons:
    """Which events of customers repeat a touchpoint, a topic or a login of their journey.

    >>> told = {"journey_key": [65] * 3, "occurred_us": [0, 5, 99], "kind_no": [1, 2, 1],
    ...     "person_key": [7] * 3, "owner_key": [7] * 3, "person_event_no": [1, 2, 3],
    ...     "event_no": [1, 2, 3]}
    >>> from pipeline.walks.journey_arrays import events_of
    >>> events = events_of([pa.record_batch(told)], 3)
    >>> meaning = Meaning(np.arange(3), np.ones(3, bool), *np.array([[0, 0, 4], [0, 1, 0]]))
    >>> [flags.tolist() for flags in reasons_of(events, meaning, Windows(99, 99))][::2]
    [[False, False, True], [False, False, True]]
    """
    met = met_before(events, meaning.touchpoint)
    topic = recurring(events, meaning.topic, windows.topic_us)
    login = recurring(events, np.minimum(meaning.login, 1), windows.login_us)
    if (meaning.login == _AGAIN).any():
        login |= (meaning.login == _AGAIN)[events.kind]
    if not meaning.is_own.all():
        is_own = meaning.is_own[events.kind]
        met &= is_own
        topic &= is_own
    return Reasons(met, topic, login)


def changes_of(
    own: ContactEvents, meaning: Meaning, windows: Windows, rows: int
) -> Iterator[pa.RecordBatch]:
    """The changes of every kind, so many at a time."""
    reasons = reasons_of(own.events, meaning, windows)
    for side_no in own.sides:
        changes = _changes(own, side_no, meaning.is_own)
        for at in range(0, len(changes.event), rows):
            some = _Changes(*(column[at : at + rows] for column in changes))
            yield _rows(own.events, some, reasons, meaning, side_no)


def _changes(own: ContactEvents, side_no: int, is_own: Flags) -> _Changes:
    """The changes between places of one kind."""
    events, contacts = own.events, own.contacts(side_no)
    changing = contacts.changing()
    origin, place = contacts.place[changing], contacts.place[changing + 1]
    before, event = contacts.event[changing], contacts.event[changing + 1]
    del contacts, changing  # there may be as many as events, and the table is written beside them
    wait_us = events.us[event] - events.us[before]
    came_back = np.zeros(len(event), bool)
    came_back[:-1] = place[1:] == origin[:-1]
    journey = events.journey[event]
    came_back[:-1] &= journey[1:] == journey[:-1]
    arrived = _arrived(events, own.sides[side_no].place, event, is_own)
    return _Changes(event, origin, place, wait_us, arrived, came_back)


def _arrived(events: Events, place_of: Numbers, changes: Numbers, is_own: Flags) -> Flags:
    """After which changes that were announced anything else happened at the place later on."""
    arrived = np.zeros(len(changes), bool)
    if not is_own.all():
        announced = ~is_own[events.kind[changes]]
        asked = changes[announced]
        arrived[announced] = last_ones(events, place_of, asked) > asked
    return arrived


def _rows(
    events: Events, some: _Changes, reasons: Reasons, meaning: Meaning, side_no: int
) -> pa.RecordBatch:
    """What journeys.changes tells of some changes."""
    event, kind = some.event, events.kind[some.event]
    journey = events.journey[event]
    person = events.person[journey]
    found: dict[str, Any] = {
        "journey_key": events.key[journey],
        "side_no": np.full(len(event), side_no, np.int32),
        "place_no": some.origin,
        "next_place_no": some.place,
        "person_key": person,
        "next_owner_key": events.owner(event, person),
        "next_person_event_no": events.number[event],
        "next_event_no": event - events.begins[journey] + 1,
        "next_touchpoint_no": meaning.touchpoint[kind],
        "wait_us": some.wait_us,
        **{name: flags[event] for name, flags in zip(_REASONS, reasons, strict=True)},
        "is_announced": ~meaning.is_own[kind],
        "has_arrived": some.has_arrived,
        "came_back": some.came_back,
    }
    columns = [found[one.name].astype(one.type.to_pandas_dtype(), copy=False) for one in CHANGES]
    return pa.record_batch([pa.array(column) for column in columns], schema=CHANGES)

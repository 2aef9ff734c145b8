"""Find where the customer was at each contact, from arrays of the events of journeys.

In:     Events; where each kind of event happened; what kinds of events mean
Out:    Contacts of one kind of place, of which four times as many as events may be: nobody keeps
        them, but what is counted of them
Units:  wait_us in microseconds; events and journeys are numbered from 0
Errors: none
Source: sql/40_journeys/contacts.sql, which says the same in windows
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.arrays import Flags
from pipeline.walks.journey_arrays import Events, Numbers

_DEFINITIONS = 64  # the key of a journey ends in the number of its definition


class Side(NamedTuple):
    """One kind of place: by kind of event how it looks there, 0 if nowhere; by look the place.

    Two kinds look alike there if they are of one touchpoint and one place.
    """

    look: Numbers
    place_of_look: Numbers

    @property
    def place(self) -> Numbers:
        """The place of each kind of event, 0 for none; the last one is that of all others."""
        return self.place_of_look[self.look]


class Contacts(NamedTuple):
    """Contacts in order: the event of each, its journey, where it was, whether none follows."""

    event: Numbers
    journey: Numbers
    place: Numbers
    is_last: Flags

    def next_place(self) -> Numbers:
        """Where the next contact of the journey is, 0 where none follows."""
        found = np.zeros_like(self.place)
        found[:-1] = self.place[1:]
        found[self.is_last] = 0
        return found

    def changing(self) -> Numbers:
        """The places of those that are followed by a contact elsewhere."""
        elsewhere = self.place[1:] != self.place[:-1]
        elsewhere &= ~self.is_last[:-1]
        return np.flatnonzero(elsewhere)


def sides_of(places: pa.Table, kinds: pa.Table) -> dict[int, Side]:
    """What kinds of events are at each kind of place.

    >>> kinds = pa.table({"kind_no": [1, 2], "touchpoint_no": [5, 5]})
    >>> places = pa.table({"kind_no": [1, 2], "side_no": [3, 3], "place_no": [2, 2]})
    >>> sides = sides_of(places, kinds)
    >>> sides[3].look.tolist(), sides[3].place.tolist()
    ([0, 1, 1, 0], [0, 2, 2, 0])
    """
    kind, side, place = (
        places.column(name).to_numpy() for name in ("kind_no", "side_no", "place_no")
    )
    known, number = (kinds.column(name).to_numpy() for name in ("kind_no", "touchpoint_no"))
    touchpoint = np.zeros(max(int(kind.max(initial=0)), int(known.max(initial=0))) + 1, np.int64)
    touchpoint[known] = number
    if not len(side):  # there are no contacts then
        return {0: Side(np.zeros(1, np.int32), np.zeros(1, np.int32))}
    sides = {}
    for side_no in np.unique(side).tolist():
        own = side == side_no
        told = np.stack([place[own], touchpoint[kind[own]]])
        looks, which = np.unique(told, axis=1, return_inverse=True)
        look = np.zeros(int(kind.max()) + 2, np.int32)
        look[kind[own]] = which.reshape(-1) + 1
        sides[side_no] = Side(look, np.append(0, looks[0]).astype(np.int32))
    return sides


@dataclass(frozen=True)
class ContactEvents:
    """Events in which contacts are found, by `sides`; the definitions that keep repeats."""

    events: Events
    sides: Mapping[int, Side]
    keeping: Numbers

    def contacts(self, side_no: int) -> Contacts:
        """The contacts at one kind of place.

        A customer goes from place 1 to place 2:

        >>> from pipeline.walks.journey_arrays import events_of
        >>> told = {"journey_key": [65, 65, 65], "occurred_us": [0, 5, 9], "kind_no": [1, 1, 2],
        ...     "person_key": [7] * 3, "owner_key": [7] * 3, "person_event_no": [1, 2, 3],
        ...     "event_no": [1, 2, 3]}
        >>> sides = {3: Side(np.array([0, 1, 2, 0]), np.array([0, 1, 2]))}
        >>> own = ContactEvents(events_of([pa.record_batch(told)], 3), sides, np.array([]))
        >>> found = own.contacts(3)
        >>> found.event.tolist(), found.next_place().tolist(), own.waits_us(found).tolist()
        ([0, 2], [2, 0], [9])
        """
        events, side = self.events, self.sides[side_no]
        look = side.look.take(events.kind, mode="clip")
        event = np.flatnonzero(look).astype(np.int32)
        look, journey = look[event], events.journey[event]
        begins = np.ones(len(event), bool)
        np.not_equal(look[1:], look[:-1], out=begins[1:])
        begins[1:] |= journey[1:] != journey[:-1]
        if len(self.keeping):
            begins |= np.isin(events.key % _DEFINITIONS, self.keeping)[journey]
        if not begins.all():
            event, look, journey = event[begins], look[begins], journey[begins]
        is_last = np.ones(len(event), bool)
        np.not_equal(journey[1:], journey[:-1], out=is_last[:-1])
        return Contacts(event, journey, side.place_of_look[look], is_last)

    def waits_us(self, contacts: Contacts) -> Numbers:
        """After how long each contact is followed by another; none of those that are not."""
        us = np.diff(self.events.us[contacts.event])
        return us[~contacts.is_last[:-1]]

    def of(self, journeys: Flags) -> ContactEvents:
        """The events of some journeys."""
        return ContactEvents(self.events.of(journeys), self.sides, self.keeping)

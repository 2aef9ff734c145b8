"""The events of journeys in arrays, journey by journey, and which of them met something before.

In:     batches of sql/walks/contact_events.sql
Out:    Events; none where they do not come in the order of journeys and of their events
Units:  microseconds; events and journeys are numbered from 0
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.arrays import Column, Flags, former

Numbers = npt.NDArray[Any]
_KEYS = ("journey_key", "person_key", "owner_key")
_TOLD: dict[str, npt.DTypeLike] = {
    "occurred_us": np.int64,
    "kind_no": np.int32,
    "person_event_no": np.int32,
}
_OWN = {"journey": np.int32, **_TOLD}
_NOBODY = -1


class Events(NamedTuple):
    """`key`, `begins` and `person` are of journeys, of which `journey` is the place.

    `us`, `kind` and `number` are of events: when, what, and the how manieth of its person. That is
    the person of the journey, but for `others`, which are of `owners`.
    """

    key: Numbers
    begins: Numbers
    person: Numbers
    others: Numbers
    owners: Numbers
    journey: Numbers
    us: Numbers
    kind: Numbers
    number: Numbers

    def of(self, journeys: Flags) -> Events:
        """Those of some journeys only.

        >>> told = dict.fromkeys([*_KEYS, *_TOLD], [1, 2, 2]) | {"event_no": [1, 1, 2]}
        >>> found = events_of([pa.record_batch(told)], 3).of(np.array([False, True]))
        >>> found.key.tolist(), found.begins.tolist(), found.journey.tolist()
        ([2], [0], [0, 0])
        """
        if journeys.all():
            return self
        rows = np.flatnonzero(journeys[self.journey])
        is_kept = journeys[self.journey[self.others]]
        return Events(
            self.key[journeys],
            np.searchsorted(rows, self.begins[journeys]),
            self.person[journeys],
            np.searchsorted(rows, self.others[is_kept]),
            self.owners[is_kept],
            (np.cumsum(journeys, dtype=np.int32) - 1)[self.journey[rows]],
            self.us[rows],
            self.kind[rows],
            self.number[rows],
        )

    def owner(self, event: Numbers, person: Numbers) -> Numbers:
        """Whose some events are, given the person of the journey of each."""
        if not len(self.others):
            return person
        at = np.minimum(np.searchsorted(self.others, event), len(self.others) - 1)
        return np.where(self.others[at] == event, self.owners[at], person)


def events_of(batches: Iterable[pa.RecordBatch], most: int) -> Events | None:
    """All events, of which there are at `most` so many, read into as few bits as they need.

    Nothing where they do not come in order: journey by journey, each numbered from 1 on.

    >>> told = {"journey_key": [65, 65, 66], "occurred_us": [1, 2, 3], "kind_no": [7, 7, 8],
    ...     "person_key": [1, 1, 1], "owner_key": [1, 2, 1], "person_event_no": [1, 2, 3],
    ...     "event_no": [1, 2, 1]}
    >>> found = events_of([pa.record_batch(told)], 3)
    >>> found.key.tolist(), found.begins.tolist(), found.journey.tolist(), found.owners.tolist()
    ([65, 66], [0, 2], [0, 0, 1], [2])
    """
    # Filled as they are read: to put batches together would hold all of them twice.
    own = {name: np.empty(most, kind) for name, kind in _OWN.items()}
    parts = [(np.empty(0, np.int64),) * 5]
    journeys, rows, last, number = 0, 0, _NOBODY, 0
    for batch in batches:
        if batch.num_rows:
            key, person, owner = (batch.column(name).to_numpy() for name in _KEYS)
            is_first = key != former(key, last)
            if not _in_order(batch, is_first, last, number):
                return None
            here = slice(rows, rows + batch.num_rows)
            for name in _TOLD:
                own[name][here] = batch.column(name).to_numpy()
            own["journey"][here] = np.cumsum(is_first) + (journeys - 1)
            first, others = np.flatnonzero(is_first), np.flatnonzero(owner != person)
            parts.append((key[first], first + rows, person[first], others + rows, owner[others]))
            journeys, rows, last = journeys + len(first), here.stop, int(key[-1])
            number = batch.column("event_no")[-1].as_py()
    of_journeys = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    return Events(*of_journeys, *(column[:rows] for column in own.values()))


def _in_order(batch: pa.RecordBatch, is_first: Flags, last: int, number: int) -> bool:
    """Whether events come in order, after one of a journey that has the number there."""
    key, own = (batch.column(name).to_numpy() for name in ("journey_key", "event_no"))
    expected = former(own, number) + 1
    expected[is_first] = 1
    firsts = key[is_first]
    goes_up = (firsts > former(firsts, last)).all()
    return bool(goes_up and (own == expected).all())


def met_before(events: Events, number_of: Numbers) -> Flags:
    """Which events have a number that an event before them in the journey has, by their kinds.

    >>> told = dict.fromkeys([*_KEYS, *_TOLD], [1] * 3) | {"kind_no": [4, 2, 4],
    ...     "event_no": [1, 2, 3]}
    >>> met_before(events_of([pa.record_batch(told)], 3), np.arange(5)).tolist()
    [False, False, True]
    """
    code, size = _coded(events, events.journey, number_of[events.kind])
    if size > max(8 * len(code), 1000):
        found = np.ones(len(code), bool)
        found[np.unique(code, return_index=True)[1]] = False
        return found
    place = np.arange(len(code), dtype=np.int32)
    first = np.zeros(size, np.int32)
    first[code[::-1]] = place[::-1]  # the first one, put down last, stays
    has_met: Flags = first[code] < place
    return has_met


def last_ones(events: Events, number_of: Numbers, asked: Numbers) -> Numbers:
    """The last event of the journey that has the same number as each of the events asked for.

    >>> told = dict.fromkeys([*_KEYS, *_TOLD], [1] * 3) | {"kind_no": [4, 2, 4],
    ...     "event_no": [1, 2, 3]}
    >>> last_ones(events_of([pa.record_batch(told)], 3), np.arange(5), np.array([0, 1])).tolist()
    [2, 1]
    """
    if not len(asked):
        return np.empty(0, np.int64)
    code, _ = _coded(events, events.journey, number_of.take(events.kind, mode="clip"))
    wanted, which = np.unique(code[asked], return_inverse=True)
    at = np.minimum(np.searchsorted(wanted, code), len(wanted) - 1)
    rows = np.flatnonzero(wanted[at] == code)
    last = np.zeros(len(wanted), np.int64)
    last[at[rows]] = rows  # the last one stays
    return last[which]


def recurring(events: Events, number_of: Numbers, within_us: int) -> Flags:
    """Which events have a number, not 0, that the journey had at most so long before.

    >>> told = dict.fromkeys([*_KEYS, *_TOLD], [1] * 3) | {"occurred_us": [0, 5, 99],
    ...     "event_no": [1, 2, 3]}
    >>> recurring(events_of([pa.record_batch(told)], 3), np.array([0, 3]), 10).tolist()
    [False, True, False]
    """
    found = np.zeros(len(events.kind), bool)
    if number_of.any():
        rows = np.flatnonzero((number_of != 0)[events.kind])
        code, _ = _coded(events, events.journey[rows], number_of[events.kind[rows]])
        order = np.argsort(code, kind="stable")
        rows, code = rows[order], code[order]
        recurs = (code[1:] == code[:-1]) & (np.diff(events.us[rows]) <= within_us)
        found[rows[1:][recurs]] = True
    return found


def _coded(events: Events, journey: Numbers, what: Numbers) -> tuple[Numbers, int]:
    """A journey and something in one number, and how many such numbers there may be."""
    width = int(what.max(initial=0)) + 1
    size = len(events.key) * width
    code: Column = journey.astype(np.int32 if size < 1 << 31 else np.int64)
    code *= width
    code += what
    return code, size

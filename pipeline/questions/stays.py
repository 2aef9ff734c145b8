"""The stays of every journey: steps in a row in one column of the journey map.

In:     the steps of journeys, which column each touchpoint stands in, and whose journeys they are
Out:    Stays, journey by journey and in order: what sql/40_journeys/stays.sql says, in arrays
Units:  microseconds
Errors: none
Why:    nearly every step may be a stay. To find them in a pass over the steps, and to count them
        at once, costs less than to write them down
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.crowds import EVERYBODY, Crowd
from pipeline.engine.face import Engine
from pipeline.questions.pieces_of_journeys import (
    Flags,
    Pieces,
    Places,
    batches_of,
    changes,
    in_pieces,
    pieces_of,
)
from pipeline.sqlfiles import sql_text

DEFINITIONS = 64  # the key of a journey ends in the number of its definition
_NO_PERSONAS = pa.table({name: pa.array([], pa.int64()) for name in ("person_key", "persona_no")})


class Journeys(NamedTuple):
    """Journeys by key: of which definition, whose, of which persona, and their outcome's number.

    People are numbered from 0 on.
    """

    key: Places
    journey_no: Places
    person: Places
    persona_no: Places
    outcome_no: Places


class Steps(NamedTuple):
    """Steps journey by journey, in order; `journey` is the place of the journey among all."""

    journey: Places
    step_no: Places
    touchpoint_no: Places
    occurred_us: Places


@dataclass(frozen=True)
class Stays:
    """Stays journey by journey, in order: the step with which each begins, and when steps are."""

    journey: Places
    place_no: Places
    begins: Places
    is_last: Flags
    occurred_us: Places

    def contacts(self) -> Places:
        """How many steps each has."""
        return np.diff(self.begins, append=len(self.occurred_us))

    def to_next_us(self, stays: Places) -> Places:
        """From the first step of some to that of the next stay."""
        us: Places = self.occurred_us[self.begins]
        us = np.diff(us)  # in place of the former array, which is gone before the next one
        return us[stays]

    def gap_us(self, stays: Places) -> Places:
        """From the last step of some to the first one of the next stay."""
        later = self.begins[1:]
        gap_us: Places = self.occurred_us[later]
        gap_us -= self.occurred_us[later - 1]
        return gap_us[stays]


def outcomes_in(engine: Engine) -> list[str]:
    """The outcomes that journeys have, which are numbered by their places here."""
    rows = engine.read(sql_text("questions/journey_outcomes.sql"))
    return [str(outcome) for outcome in rows.column("outcome").to_pylist()]


def journeys_in(
    engine: Engine,
    outcomes: Sequence[str],
    crowd: Crowd = EVERYBODY,
    *,
    with_personas: bool = True,
) -> Journeys:
    """The journeys of a crowd; without personas each has 0."""
    select = sql_text("questions/stay_journeys.sql")
    own = engine.read(select, {"outcomes": [*outcomes] or ["open"], **crowd.asked()})
    if not with_personas:
        return journeys_of(own, _NO_PERSONAS)
    personas = engine.read(sql_text("questions/personas_of_crowd.sql"), crowd.asked())
    return journeys_of(own, personas)


def journeys_of(rows: pa.Table, personas: pa.Table) -> Journeys:
    """Journeys from a table in any order, with the persona of each or 0.

    >>> rows = pa.table({"journey_key": [129, 65], "person_key": [7, 8], "outcome_no": [0, 1]})
    >>> found = journeys_of(rows, pa.table({"person_key": [8], "persona_no": [3]}))
    >>> found.key.tolist(), found.journey_no.tolist(), found.persona_no.tolist()
    ([65, 129], [1, 1], [3, 0])
    """
    key, person, outcome = (
        rows.column(name).to_numpy() for name in ("journey_key", "person_key", "outcome_no")
    )
    order = np.argsort(key)
    key, person = key[order], person[order]
    definition = (key % DEFINITIONS).astype(np.int32)
    persona = persona_of(person, personas)
    who = np.unique(person, return_inverse=True)[1].astype(np.int32)
    return Journeys(key, definition, who, persona, outcome[order])


def persona_of(person_key: Places, personas: pa.Table) -> Places:
    """The number of each person's persona, 0 for none.

    >>> personas = pa.table({"person_key": [8, 5], "persona_no": [3, 1]})
    >>> persona_of(np.array([5, 6, 8]), personas).tolist()
    [1, 0, 3]
    """
    known, number = (personas.column(name).to_numpy() for name in ("person_key", "persona_no"))
    found = np.zeros(len(person_key), np.int32)
    if len(known):
        order = np.argsort(known)
        known, number = known[order], number[order]
        at = np.minimum(np.searchsorted(known, person_key), len(known) - 1)
        here = known[at] == person_key
        found[here] = number[at[here]]
    return found


def steps_of(rows: pa.Table, journeys: Journeys) -> tuple[Steps, Journeys]:
    """Steps from a table in any order, and the journeys in the order in which they lie there.

    >>> names = ("journey_key", "step_no", "touchpoint_no", "occurred_us")
    >>> rows = pa.table(dict(zip(names, ([65, 65], [2, 1], [4, 3], [9, 8]), strict=True)))
    >>> own = pa.table({"journey_key": [65], "person_key": [7], "outcome_no": [0]})
    >>> nobody = pa.table({"person_key": [0], "persona_no": [0]})
    >>> steps_of(rows, journeys_of(own, nobody))[0].touchpoint_no.tolist()
    [3, 4]
    """
    rows, pieces = _in_order(rows)
    at = np.searchsorted(journeys.key, pieces.key)
    number, touchpoint, occurred_us = (
        column_of(rows, name) for name in ("step_no", "touchpoint_no", "occurred_us")
    )
    journey = np.repeat(np.arange(len(at), dtype=np.int32), pieces.counts)
    lying: Iterator[Places] = (column[at] for column in journeys)
    return Steps(journey, number, touchpoint, occurred_us), Journeys(*lying)


def stays_of(steps: Steps, journeys: Journeys, places: pa.Table) -> Stays:
    """The stays, in the columns that `places` tells for each definition and touchpoint.

    A journey stays at 1 for two steps, and then at 2:

    >>> steps = Steps(np.zeros(3, int), *np.array([[1, 2, 3], [1, 2, 3], [10, 20, 60]]))
    >>> own = Journeys(*np.array([[65], [1], [7], [0], [0]]))
    >>> map_of = {"journey_no": [1, 1, 1], "touchpoint_no": [1, 2, 3], "place_no": [1, 1, 2]}
    >>> found = stays_of(steps, own, pa.table(map_of))
    >>> found.place_no.tolist(), found.contacts().tolist()
    ([1, 2], [2, 1])
    >>> [int(us[0]) for us in (found.to_next_us(np.array([0])), found.gap_us(np.array([0])))]
    [50, 40]
    """
    place = _places(places, journeys, steps)
    begins = np.flatnonzero(changes(steps.journey) | changes(place)).astype(np.int32)
    journey = steps.journey[begins]
    return Stays(journey, place[begins], begins, ends(journey), steps.occurred_us)


def ends(journey: Places) -> Flags:
    """Which rows are the last of their journey.

    >>> ends(np.array([7, 7, 4])).tolist()
    [False, True, True]
    """
    return np.append(changes(journey)[1:], True)[: len(journey)]


def _places(rows: pa.Table, journeys: Journeys, steps: Steps) -> Places:
    """The column of each step."""
    journey_no, touchpoint_no, place_no = (
        rows.column(name).to_numpy() for name in ("journey_no", "touchpoint_no", "place_no")
    )
    width = int(touchpoint_no.max(initial=0)) + 1
    found = np.zeros(DEFINITIONS * width, np.int32)
    found[journey_no * width + touchpoint_no] = place_no
    first = (journeys.journey_no * width).astype(np.int32)
    place: Places = found[first[steps.journey] + steps.touchpoint_no]
    return place


def _in_order(rows: pa.Table) -> tuple[pa.Table, Pieces]:
    """The rows with each journey in one piece, and in order there."""
    rows, pieces = in_pieces(rows)
    if (np.diff(np.sort(pieces.key)) == 0).any():
        key, number = (rows.column(name).to_numpy() for name in ("journey_key", "step_no"))
        rows = rows.take(pa.array(np.lexsort((number, key))))
        pieces = pieces_of(rows)
    return rows, pieces


def column_of(rows: pa.Table, name: str) -> Places:
    """A column in one array."""
    parts = [values for _, values in batches_of(rows, name)]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)

"""The pieces of routes, counted from numbers: what sql/40_journeys/pieces.sql says, faster.

In:     the steps of all journeys
Out:    journeys.pieces: a row for each definition and three steps in a row
Units:  counts of passages, journeys and people
Errors: none
Why:    there are nearly as many pieces of people as steps. To group and number them in SQL took
        several times as long. Here the rows of a person lie together, and are sorted by their piece
        in that order: whoever differs from the row before is counted
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.crowds import added_up
from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import OPEN, REACHED, Steps
from pipeline.questions.group_sums import moved_sums
from pipeline.questions.pieces_of_journeys import Column, Flags, Places, changes, ranges
from pipeline.questions.small_numbers import numbered

PIECES = TableName("journeys", "pieces")
_MOST_AT_ONCE = 4_000_000  # steps, of which some hundred bytes each are held; fewer fit in caches
_PIECE = ("journey_no", "from_no", "middle_no", "to_no")
_COUNTS = ("passages", "journeys", "reached", "open", "people", "entries")
_SCHEMA = pa.schema([(name, pa.int64()) for name in (*_PIECE, *_COUNTS)])


class _Rows(NamedTuple):
    """Steps between two others, person by person and journey by journey, `pair` is from and here.

    `journey` is the place of the journey.
    """

    pair: Places
    to: Places
    journey: Places
    person: Places
    occurred_us: Column


class Pieces:
    """The pieces of all crowds, as they are read one after the other."""

    def __init__(self) -> None:
        self._counts: list[pa.Table] = []

    def add(self, steps: Steps) -> None:
        """Count those of one crowd."""
        self._counts.append(pieces_of_steps(steps, len(steps.kind) // _MOST_AT_ONCE + 1))

    def put(self, engine: Engine) -> None:
        """Make journeys.pieces anew."""
        engine.put_table(PIECES, self.table())

    def table(self) -> pa.Table:
        """Its rows."""
        return added_up(self._counts, _PIECE)


def move_pieces(engine: Engine, before: Steps, now: Steps) -> None:
    """Take from journeys.pieces what the steps of some people were, and add what they are."""
    rows = engine.read_table(PIECES)
    engine.put_table(
        PIECES, moved_sums(rows, pieces_of_steps(before), pieces_of_steps(now), _PIECE)
    )


def pieces_of_steps(steps: Steps, parts: int = 1) -> pa.Table:
    """The counts of each piece: all pieces through a touchpoint together, in so many parts.

    A person goes 1, 2, 3 in one journey, and 1, 2, 4 in a later one:

    >>> rows = pa.table({"journey_key": [8] * 3 + [9] * 3, "step_no": [1, 2, 3] * 2,
    ...     "kind_no": [1, 2, 3, 1, 2, 4], "occurred_us": [10, 20, 30, 50, 60, 70],
    ...     "is_repeated": [False] * 6})
    >>> ends = {"journey_key": [8, 9], "person_key": [5, 5], "journey_no": [1, 1],
    ...     "outcome_no": [0, 2]}
    >>> kinds = pa.table({"kind_no": [1, 2, 3, 4], "touchpoint_no": [1, 2, 3, 4]})
    >>> found = pieces_of_steps(Steps.of(rows, pa.table(ends), kinds)).to_pylist()
    >>> [(row["to_no"], row["people"], row["reached"], row["entries"]) for row in found]
    [(3, 1, 0, 1), (4, 1, 1, 0)]
    """
    is_between = ~steps.is_last
    is_between[steps.begins] = False
    if parts == 1:
        return _counted(steps, np.flatnonzero(is_between))
    part = steps.touchpoint % parts
    return pa.concat_tables(
        _counted(steps, np.flatnonzero(is_between & (part == own))) for own in range(parts)
    )


def _counted(steps: Steps, places: Column) -> pa.Table:
    """The counts of each piece through some steps, in the order of their numbers."""
    if not len(places):
        return _SCHEMA.empty_table()
    pairs, own = _rows(steps, places)
    is_entry = _entries(own)
    order = _sorted(own.pair, np.argsort(own.to, kind="stable"))
    pair, to, journey = own.pair[order], own.to[order], own.journey[order]
    is_piece = changes(pair) | changes(to)
    begins = np.flatnonzero(is_piece)
    is_journey = is_piece | changes(journey)
    outcome = steps.outcome[journey]
    told = (
        np.ones(len(pair), bool),
        is_journey,
        is_journey & (outcome == REACHED),
        is_journey & (outcome == OPEN),
        is_piece | changes(own.person[order]),
        is_entry[order],
    )
    sums = [np.add.reduceat(flags, begins, dtype=np.int64) for flags in told]
    piece = [*(part[pair[begins]] for part in pairs), to[begins]]
    return pa.table([pa.array(column, pa.int64()) for column in (*piece, *sums)], schema=_SCHEMA)


def _rows(steps: Steps, places: Column) -> tuple[list[Column], _Rows]:
    """Definition, from and middle of each pair; and the rows, person by person."""
    most = int(steps.touchpoint_of.max()) + 1
    journey = steps.journey[places]
    code = steps.journey_no[journey].astype(np.int64)
    for there in (places - 1, places):
        code *= most
        code += steps.touchpoint[there]
    known, pair = numbered(code)
    froms, middles = np.divmod(known, most)
    to, person = steps.touchpoint[places + 1], steps.person[journey]
    own = _Rows(pair, to, journey, person, steps.occurred_us[places])
    return [*np.divmod(froms, most), middles], own


def _sorted(column: Places, order: Places) -> Places:
    """The rows of an order, sorted by a column; equals stay in that order."""
    return order[np.argsort(column[order], kind="stable")]


def _entries(own: _Rows) -> Flags:
    """One row of each person and pair: the earliest, of equals one with the lowest `to`."""
    order = np.argsort(own.pair, kind="stable")
    occurred_us = own.occurred_us[order]
    is_first = changes(own.pair[order]) | changes(own.person[order])
    begins = np.flatnonzero(is_first)
    counts = np.diff(begins, append=len(order))
    # Rows mostly lie in the order of time, so that the first one is the entry.
    is_doubtful = occurred_us <= np.repeat(occurred_us[begins], counts)
    is_doubtful[begins] = False
    flags = np.zeros(len(order), bool)
    flags[order[begins]] = True
    groups = np.unique((np.cumsum(is_first) - 1)[is_doubtful])
    begins, counts = begins[groups], counts[groups]
    rows = order[ranges(begins, counts)]
    sorted_by = (own.to[rows], own.occurred_us[rows], np.repeat(groups, counts))
    flags[order[begins]] = False
    flags[rows[np.lexsort(sorted_by)[np.cumsum(counts) - counts]]] = True
    return flags

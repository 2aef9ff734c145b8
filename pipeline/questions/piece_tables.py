"""The pieces of routes, counted from numbers: what sql/40_journeys/pieces.sql says, faster.

In:     journeys.placed_events and journeys.journeys
Out:    journeys.pieces: a row for each definition and three steps in a row
Units:  counts of passages, journeys and people
Errors: none
Why:    there are nearly as many pieces of people as steps. To group and number them in SQL took
        several times as long. Here the rows of a person come to lie together, and are sorted by
        their piece in that order: whoever differs from the row before is counted. Batches count by
        the SELECT, for few people
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.pieces_of_journeys import (
    Column,
    Flags,
    Places,
    batches_of,
    changes,
    pieces_of,
    put_together,
)
from pipeline.questions.small_numbers import in_sixteen_bits, numbered
from pipeline.sqlfiles import sql_text

PIECES = TableName("journeys", "pieces")
_EVENTS = TableName("journeys", "placed_events")
_MOST_AT_ONCE = 4_000_000  # events, of which some hundred bytes each are held; fewer fit in caches
_OPEN, _REACHED = 0, 2  # as sql/questions/route_journeys.sql numbers them
_PIECE = ("journey_no", "from_no", "middle_no", "to_no")
_COUNTS = ("passages", "journeys", "reached", "open", "people", "entries")
_SCHEMA = pa.schema([(name, pa.int64()) for name in (*_PIECE, *_COUNTS)])


class Journeys(NamedTuple):
    """Journeys by key: `rank` is the place of each among all, person by person.

    `person` and `outcome` are in the order of these places; people are numbered from 0.
    """

    key: Column
    rank: Places
    person: Places
    outcome: Places


class _Rows(NamedTuple):
    """Steps between two others, person by person and journey by journey, `pair` is from and here.

    `journey` is the rank of the journey.
    """

    pair: Places
    to: Places
    journey: Places
    person: Places
    occurred_us: Column


def build_pieces(engine: Engine) -> None:
    """Make journeys.pieces anew, of everybody."""
    journeys = journeys_of(engine.read(sql_text("questions/route_journeys.sql")))
    parts = engine.count(_EVENTS) // _MOST_AT_ONCE + 1
    select = sql_text("questions/piece_steps.sql")
    counted = (
        counts_of(engine.read(select, {"parts": parts, "part": part}), journeys)
        for part in range(parts)
    )
    engine.put_table(PIECES, pa.concat_tables(counted))


def journeys_of(rows: pa.Table) -> Journeys:
    """Read them from a table, in any order."""
    key, person, outcome = (
        rows.column(name).to_numpy() for name in ("journey_key", "person_key", "outcome_no")
    )
    by_key = np.argsort(key)
    key, person, outcome = key[by_key], person[by_key], outcome[by_key]
    order = np.argsort(person, kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    number = np.cumsum(changes(person[order]), dtype=np.int32) - 1
    return Journeys(key, rank, number, outcome[order])


def counts_of(rows: pa.Table, journeys: Journeys) -> pa.Table:
    """The counts of each piece, in the order of their numbers.

    A person goes 1, 2, 3 in one journey, and 1, 2, 4 in a later one:

    >>> steps = pa.table({"journey_key": [7, 8], "journey_no": [1, 1], "from_no": [1, 1],
    ...     "middle_no": [2, 2], "to_no": [4, 3], "occurred_us": [60, 20]})
    >>> ends = {"journey_key": [7, 8], "person_key": [5, 5], "outcome_no": [2, 0]}
    >>> found = counts_of(steps, journeys_of(pa.table(ends))).to_pylist()
    >>> [(row["to_no"], row["people"], row["reached"], row["entries"]) for row in found]
    [(3, 1, 0, 1), (4, 1, 1, 0)]
    """
    if not rows.num_rows:
        return _SCHEMA.empty_table()
    pairs, own = _by_person(rows, journeys)
    is_entry = _entries(own)
    order = _sorted(own.pair, np.argsort(own.to, kind="stable"))
    pair, to, journey = own.pair[order], own.to[order], own.journey[order]
    is_piece = changes(pair) | changes(to)
    begins = np.flatnonzero(is_piece)
    is_journey = is_piece | changes(journey)
    outcome = journeys.outcome[journey]
    told = (
        np.ones(len(pair), bool),
        is_journey,
        is_journey & (outcome == _REACHED),
        is_journey & (outcome == _OPEN),
        is_piece | changes(own.person[order]),
        is_entry[order],
    )
    sums = [np.add.reduceat(flags, begins, dtype=np.int64) for flags in told]
    piece = [*(part[pair[begins]] for part in pairs), to[begins]]
    return pa.table([pa.array(column, pa.int64()) for column in (*piece, *sums)], schema=_SCHEMA)


def _by_person(rows: pa.Table, journeys: Journeys) -> tuple[list[Column], _Rows]:
    """Definition, from and middle of each pair; and the rows, person by person."""
    pieces = pieces_of(rows)
    rank = journeys.rank[np.searchsorted(journeys.key, pieces.key)]
    places, journey = put_together(pieces, rank, pieces.begins)
    definition, from_no, middle, to, occurred_us = (
        _column(rows, name) for name in (*_PIECE, "occurred_us")
    )
    most = int(max(from_no.max(), middle.max())) + 1
    code = (definition.astype(np.int64) * most + from_no) * most + middle
    known, pair = numbered(code)
    froms, middles = np.divmod(known, most)
    own = _Rows(
        pair[places],
        in_sixteen_bits(to)[places],
        journey,
        journeys.person[journey],
        occurred_us[places],
    )
    return [*np.divmod(froms, most), middles], own


def _column(rows: pa.Table, name: str) -> npt.NDArray[Any]:
    return np.concatenate([values for _, values in batches_of(rows, name)])


def _sorted(column: Places, order: Places) -> Places:
    """The rows of an order, sorted by a column; equals stay in that order."""
    return order[np.argsort(column[order], kind="stable")]


def _entries(own: _Rows) -> Flags:
    """One row of each person and pair: the earliest, of equals one with the lowest `to`."""
    order = np.argsort(own.pair, kind="stable")
    occurred_us, to = own.occurred_us[order], own.to[order]
    begins = np.flatnonzero(changes(own.pair[order]) | changes(own.person[order]))
    counts = np.diff(begins, append=len(to))
    earliest = occurred_us == np.repeat(np.minimum.reduceat(occurred_us, begins), counts)
    to[~earliest] = np.iinfo(to.dtype).max
    lowest = to == np.repeat(np.minimum.reduceat(to, begins), counts)
    fits = np.flatnonzero(earliest & lowest)
    group = np.repeat(np.arange(len(begins), dtype=np.int32), counts)[fits]
    flags = np.zeros(len(order), bool)
    flags[order[fits[changes(group)]]] = True
    return flags

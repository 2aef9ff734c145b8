"""How many journeys and people go from one touchpoint to the next, and after how long.

In:     journeys.placed_events
Out:    journeys.transition_counts: a row for each definition and pair of touchpoints
Units:  counts; seconds between the beginnings of two steps
Errors: none
Source: quantiles between two values as percentile_cont has them (type 7 of Hyndman and Fan 1996)
Why:    a set of people for each of thousands of pairs took three times as long. Rows of one person
        come to lie together; sorted by pair in that order, whoever differs from the row before is
        counted
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.pieces_of_journeys import (
    Column,
    Places,
    batches_of,
    changes,
    pieces_of,
    ranges,
)
from pipeline.sqlfiles import sql_text

COUNTS = TableName("journeys", "transition_counts")
_EVENTS = TableName("journeys", "placed_events")
READS: Mapping[TableName, tuple[TableName, ...]] = {COUNTS: (_EVENTS,)}
_MOST_AT_ONCE = 4_000_000  # events, of which some hundred bytes each are held; fewer fit in caches
_QUANTILES = {"median_gap_s": 0.5, "p90_gap_s": 0.9}
_PAIR = ("journey_no", "touchpoint_no", "next_touchpoint_no")
_SCHEMA = pa.schema(
    [(name, pa.int64()) for name in (*_PAIR, "transitions", "journeys", "people")]
    + [(name, pa.float64()) for name in _QUANTILES]
)
_Floats = npt.NDArray[np.float64]


def build_transitions(engine: Engine) -> None:
    """Make journeys.transition_counts anew."""
    engine.put_table(COUNTS, transitions_of(engine))


def transitions_of(engine: Engine) -> pa.Table:
    """Every transition between two steps, counted."""
    parts = engine.count(_EVENTS) // _MOST_AT_ONCE + 1
    select = sql_text("questions/transition_steps.sql")
    return pa.concat_tables(
        counts_of(engine.read(select, {"parts": parts, "part": part})) for part in range(parts)
    )


def counts_of(rows: pa.Table) -> pa.Table:
    """The counts of each pair of touchpoints, in the order of their numbers.

    >>> names = ("journey_key", "person_key", "journey_no", "touchpoint_no", "next_touchpoint_no")
    >>> rows = pa.table({name: [1, 1] for name in names} | {"gap_us": [1_000_000, 2_000_000]})
    >>> counts_of(rows).select(["transitions", "people", "median_gap_s"]).to_pylist()
    [{'transitions': 2, 'people': 1, 'median_gap_s': 1.5}]
    """
    if not rows.num_rows:
        return _SCHEMA.empty_table()
    order, journey, person = _by_person(rows)
    pairs, pair = _pairs(rows)
    pair = pair[order]
    by_pair = np.argsort(pair, kind="stable")
    pair, journey, order = pair[by_pair], journey[by_pair], order[by_pair]
    is_new = changes(pair)
    begins = np.flatnonzero(is_new)
    table: dict[str, object] = dict(zip(_PAIR, pairs, strict=True))
    table["transitions"] = np.diff(begins, append=len(pair))
    for name, who in (("journeys", journey), ("people", person[journey])):
        table[name] = np.add.reduceat(is_new | changes(who), begins, dtype=np.int64)
    gap_us = np.concatenate([gap for _, gap in batches_of(rows, "gap_us")])[order]
    quantiles = _quantiles(gap_us, begins, list(_QUANTILES.values()))
    table |= dict(zip(_QUANTILES, quantiles, strict=True))
    return pa.table(table).select(_SCHEMA.names).cast(_SCHEMA)


def _by_person(rows: pa.Table) -> tuple[Places, Places, Column]:
    """The rows person by person, the number of the journey of each, and the person of each journey.

    Rows of a journey that lie together are moved together.
    """
    pieces = pieces_of(rows)
    person = rows.column("person_key").take(pa.array(pieces.begins)).to_numpy()
    order = np.lexsort((pieces.key, person))
    counts, is_new = pieces.counts[order], changes(pieces.key[order])
    journey = np.repeat((np.cumsum(is_new) - 1).astype(np.int32), counts)
    return ranges(pieces.begins[order], counts), journey, person[order][is_new]


def _pairs(rows: pa.Table) -> tuple[list[Column], Column]:
    """Definition, from and to of each pair, and the number of each row's pair among them."""
    most = [int(rows.column(name).to_numpy().max()) + 1 for name in _PAIR]
    size = most[0] * most[1] * most[2]
    batches = [[batch.column(name).to_numpy() for name in _PAIR] for batch in rows.to_batches()]
    codes = [(one.astype(np.int64) * most[1] + two) * most[2] + to for one, two, to in batches]
    if size > rows.num_rows * 8:
        known, pair = np.unique(np.concatenate(codes), return_inverse=True)
    else:
        seen = np.zeros(size, bool)
        for code in codes:
            seen[code] = True
        known = np.flatnonzero(seen)
        place = (np.cumsum(seen) - 1).astype(np.uint16 if len(known) < 1 << 16 else np.int64)
        pair = np.concatenate([place[code] for code in codes])
    froms, to = np.divmod(known, most[2])
    return [*np.divmod(froms, most[1]), to], pair


def _quantiles(gap_us: Column, begins: Column, shares: Sequence[float]) -> _Floats:
    """The quantiles of each group, whose values lie together, in seconds; a row for each share.

    The values of a group change their places.
    """
    counts = np.diff(begins, append=len(gap_us))
    places = np.outer(shares, counts - 1)
    low, high = (np.asarray(rounded(places), np.int64) for rounded in (np.floor, np.ceil))
    for begin, count, wanted in zip(begins, counts, np.concatenate([low, high]).T, strict=True):
        gap_us[begin : begin + count].partition(wanted)
    part = places - low
    below, above = gap_us[begins + low] / 1_000_000, gap_us[begins + high] / 1_000_000
    found: _Floats = below * (1 - part) + above * part
    return found

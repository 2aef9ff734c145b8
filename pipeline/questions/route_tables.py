"""Which routes journeys take, in every build.

In:     journeys.placed_events, journeys.journeys and journeys.kinds, which names the touchpoints
Out:    journeys.routes: a row for each route, the most frequent of its definition first
Units:  counts of journeys and people; shares from 0 to 1
Errors: none
Why:    nearly every route is taken once. To gather a list for each journey and to compare lists
        took ten times as long as to sort the numbers of their touchpoints
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.pieces_of_journeys import (
    Column,
    Flags,
    Spans,
    changes,
    in_pieces,
    ranges,
    spans_of,
)
from pipeline.questions.routes_in_order import Numbers, routes_in_order
from pipeline.sqlfiles import sql_text

ROUTES = TableName("journeys", "routes")
READS: Mapping[TableName, tuple[TableName, ...]] = {
    ROUTES: (
        TableName("journeys", "journeys"),
        TableName("journeys", "kinds"),
        TableName("journeys", "placed_events"),
    )
}
_OUTCOMES = ("open", "ended", "reached")  # as journeys are numbered where they are read


def build_routes(engine: Engine) -> None:
    """Make journeys.routes anew."""
    engine.put_table(ROUTES, routes_of(engine))


def routes_of(engine: Engine) -> pa.Table:
    """Every route of every definition, the most frequent first, of equals by the route itself."""
    names, steps, spans = steps_of(engine)
    journeys = _journeys(engine)
    order, is_new = routes_in_order(steps, spans.begins, spans.counts, journeys["journey_no"])
    first = np.flatnonzero(is_new)
    columns = _counted({name: column[order] for name, column in journeys.items()}, is_new)
    by_count = np.lexsort((-columns["journeys"], columns["journey_no"]))
    columns = {name: column[by_count] for name, column in columns.items()}
    example = order[first[by_count]]
    route = _lists(steps, spans.begins[example], spans.counts[example], names)
    return pa.table({"route": route, "steps": spans.counts[example], **columns, **_shares(columns)})


def steps_of(engine: Engine) -> tuple[pa.Array, Numbers, Spans]:
    """The touchpoints by name; those of all steps, in numbers from 1 on; where journeys lie."""
    known = engine.read(sql_text("questions/route_touchpoints.sql"))
    number = known.column("touchpoint_no").to_numpy()
    kind = np.uint16 if len(number) < 1 << 16 else np.uint32
    place = np.zeros(number.max(initial=0) + 1, kind)
    place[number] = np.arange(1, len(number) + 1)
    rows, pieces = in_pieces(engine.read(sql_text("questions/route_steps.sql")))
    spans = spans_of(rows, pieces)
    parts = [place[batch.column("touchpoint_no").to_numpy()] for batch in rows.to_batches()]
    steps = np.concatenate([np.empty(0, kind), *parts])
    steps = np.concatenate([steps, steps[spans.moved]])
    return known.column("touchpoint").combine_chunks(), steps, spans


def _journeys(engine: Engine) -> dict[str, Column]:
    """What is known of each journey, by key."""
    rows = engine.read(sql_text("questions/route_journeys.sql"))
    columns = {name: rows.column(name).to_numpy() for name in rows.column_names}
    order = np.argsort(columns.pop("journey_key"))
    return {name: column[order] for name, column in columns.items()}


def _counted(journeys: dict[str, Column], is_new: Flags) -> dict[str, Column]:
    """The journeys and people of each route, of journeys that are sorted by it."""
    first = np.flatnonzero(is_new)
    count = np.diff(first, append=len(is_new))
    route = np.repeat(np.arange(len(first)), count)
    outcome = np.bincount(route * 4 + journeys["outcome_no"], minlength=4 * len(first))
    people = count.copy()
    many = count > 1
    shared = many[route]
    people[many] = _people(route[shared], journeys["person_key"][shared], len(first))[many]
    told = {name: outcome[place::4] for place, name in enumerate(_OUTCOMES)}
    return {"journey_no": journeys["journey_no"][first], "journeys": count, "people": people} | told


def _people(route: Column, person: Column, routes: int) -> Column:
    pairs = np.sort(route * (person.max(initial=0) + 1) + person)
    distinct = pairs[changes(pairs)]
    found: Column = np.bincount(distinct // (person.max(initial=0) + 1), minlength=routes)
    return found


def _shares(columns: dict[str, Column]) -> dict[str, object]:
    """The share of each route, and of it with all more frequent ones, in its definition."""
    count = columns["journeys"]
    begins = np.flatnonzero(changes(columns["journey_no"]))
    routes = np.diff(begins, append=len(count))
    total = np.add.reduceat(count, begins) if len(begins) else count
    so_far = np.cumsum(count) - np.repeat(np.cumsum(total) - total, routes)
    whole = np.repeat(total, routes)
    return {"share": count / whole, "cumulative_share": so_far / whole}


def _lists(steps: Numbers, begins: Column, counts: Column, names: pa.Array) -> pa.Array:
    codes = steps[ranges(begins, counts)].astype(np.int32) - 1
    offsets = np.concatenate([[0], np.cumsum(counts)])
    named = pa.DictionaryArray.from_arrays(pa.array(codes), names)
    return pa.LargeListArray.from_arrays(pa.array(offsets), named)

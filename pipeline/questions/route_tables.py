"""Which routes journeys take, in every build.

In:     the steps of all journeys, and journeys.kinds, which names the touchpoints
Out:    journeys.routes: a row for each route, the most frequent of its definition first
Units:  counts of journeys and people; shares from 0 to 1
Errors: none
Why:    nearly every route is taken once. To gather a list for each journey and to compare lists
        took ten times as long as to sort the numbers of their touchpoints
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.crowds import crowds_of
from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import Steps, read_steps
from pipeline.questions.pieces_of_journeys import Column, Flags, Places, changes, ranges
from pipeline.questions.routes_in_order import Numbers, routes_in_order
from pipeline.sqlfiles import sql_text

ROUTES = TableName("journeys", "routes")
_OUTCOMES = ("open", "ended", "reached")  # as journeys are numbered where they are read


class _Lines(NamedTuple):
    """Journeys by person: their touchpoints one after another, of each journey so many."""

    numbers: Numbers
    counts: Column
    journey_no: Places
    outcome: Places
    person: Places


class Routes:
    """The routes of all crowds, of which little more than the touchpoints is kept."""

    def __init__(self, engine: Engine) -> None:
        self._known = engine.read(sql_text("questions/route_touchpoints.sql"))
        self._crowds: list[_Lines] = []
        self._people = 0

    def add(self, steps: Steps) -> None:
        """Take the journeys of one crowd."""
        person = steps.person + np.int32(self._people)
        numbers = numbers_by_name(steps, self._known)
        of_journeys = (steps.counts, steps.journey_no, steps.outcome, person)
        self._crowds.append(_Lines(numbers, *of_journeys))
        self._people += int(steps.person.max(initial=-1)) + 1

    def put(self, engine: Engine) -> None:
        """Make journeys.routes anew."""
        engine.put_table(ROUTES, self.table())

    def table(self) -> pa.Table:
        """Its rows."""
        columns: Iterator[Any] = map(np.concatenate, zip(*self._crowds, strict=True))
        return _routes(_Lines(*columns), self._known)


def routes_of(engine: Engine) -> pa.Table:
    """The routes of the steps that a warehouse holds."""
    found = Routes(engine)
    for crowd in crowds_of(engine.read):
        found.add(read_steps(engine.read, crowd))
    return found.table()


def _routes(lines: _Lines, known: pa.Table) -> pa.Table:
    """Every route of every definition, the most frequent first, of equals by the route itself."""
    begins = np.cumsum(lines.counts) - lines.counts
    order, is_new = routes_in_order(lines.numbers, begins, lines.counts, lines.journey_no)
    first = np.flatnonzero(is_new)
    columns = _counted(lines, order, is_new)
    by_count = np.lexsort((-columns["journeys"], columns["journey_no"]))
    columns = {name: column[by_count] for name, column in columns.items()}
    example = order[first[by_count]]
    counts = lines.counts[example]
    names = known.column("touchpoint").combine_chunks()
    route = _lists(lines.numbers, begins[example], counts, names)
    return pa.table({"route": route, "steps": counts, **columns, **_shares(columns)})


def numbers_by_name(steps: Steps, known: pa.Table) -> Numbers:
    """The touchpoint of every step, numbered from 1 on in the order of their names."""
    number = known.column("touchpoint_no").to_numpy()
    kind = np.uint16 if len(number) < 1 << 16 else np.uint32
    place = np.zeros(int(steps.touchpoint_of.max(initial=0)) + 1, kind)
    place[number] = np.arange(1, len(number) + 1)
    return np.asarray(place[steps.touchpoint_of][steps.kind], kind)


def _counted(lines: _Lines, order: Column, is_new: Flags) -> dict[str, Column]:
    """The journeys and people of each route, of journeys in an order that is sorted by it."""
    first = np.flatnonzero(is_new)
    count = np.diff(first, append=len(is_new))
    route = np.repeat(np.arange(len(first)), count)
    outcome = np.bincount(route * 4 + lines.outcome[order], minlength=4 * len(first))
    people = count.copy()
    many = count > 1
    shared = many[route]
    people[many] = _people(route[shared], lines.person[order[shared]], len(first))[many]
    told = {name: outcome[place::4] for place, name in enumerate(_OUTCOMES)}
    definition = lines.journey_no[order[first]].astype(np.int64)
    return {"journey_no": definition, "journeys": count, "people": people} | told


def _people(route: Column, person: Places, routes: int) -> Column:
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

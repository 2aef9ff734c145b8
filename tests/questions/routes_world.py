"""A small warehouse made by hand: just the tables that pieces of routes are made of.

In:     journeys as arrays of steps
Out:    journeys.pieces and the contexts of steps, as the SQL finds them
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.all_steps import read_steps
from pipeline.questions.piece_tables import pieces_of_steps
from pipeline.questions.step_contexts import Contexts, contexts_of
from pipeline.sqlfiles import sql_text
from tests.reference.unusual import Walk

Places = npt.NDArray[np.int64]


@cache
def database() -> duckdb.DuckDBPyConnection:
    """One for all tests: to open one takes longer than to answer."""
    db = duckdb.connect(config={"threads": 1})
    db.execute("create schema journeys; create schema config")
    db.execute("create table config.journeys as select 1::bigint as journey_no, 'all' as journey")
    return db


_NEIGHBOURS = """
create or replace table journeys.placed_events as
select
    *,
    lag(touchpoint_no) over journey as previous_touchpoint_no,
    lead(touchpoint_no) over journey as next_touchpoint_no
from journeys.placed_events
window journey as (partition by journey_key order by step_no)
"""

_KINDS = """
create or replace table journeys.kinds as
select distinct kind_no, touchpoint_no from journeys.placed_events
"""


def fill(steps: pa.Table, journeys: pa.Table) -> None:
    """Make the two tables anew."""
    for name, rows in (("placed_events", steps), ("journeys", journeys)):
        database().register("given", rows)
        database().execute(f"create or replace table journeys.{name} as from given")
        database().unregister("given")
    database().execute(_NEIGHBOURS)
    database().execute(_KINDS)


def fill_walks(walks: Sequence[Walk]) -> None:
    """Make the tables of journeys told one by one."""
    told = [
        (key, walk.person, number, touchpoint, time)
        for key, walk in enumerate(walks)
        for number, (touchpoint, time) in enumerate(walk.steps, start=1)
    ]
    columns = np.array(told, np.int64).reshape(-1, 5).T
    people = np.array([walk.person for walk in walks], np.int64)
    fill(steps_of(*columns), ends_of(people, [walk.outcome for walk in walks]))


def fill_routes(routes: Places, people: Places) -> None:
    """Make the tables of as many journeys as rows; -1 stands behind the end of a route."""
    journey, place = np.nonzero(routes >= 0)
    order = np.arange(len(journey))
    fill(
        steps_of(journey, people[journey], place + 1, routes[journey, place], order),
        ends_of(people, ["reached"] * len(routes)),
    )


def steps_of(
    journey: Places, person: Places, step: Places, touchpoint: Places, time: Places
) -> pa.Table:
    """journeys.placed_events, each event a step of its own."""
    names = ("journey_key", "person_key", "step_no", "touchpoint_no", "occurred_us")
    columns = dict(zip(names, (journey, person, step, touchpoint, time), strict=True))
    ones = np.ones(len(journey), np.int64)
    same = dict.fromkeys(("journey_no", "begins_step", "events"), ones)
    return pa.table(columns | same | {"kind_no": touchpoint})


def ends_of(people: Places, outcomes: Sequence[str]) -> pa.Table:
    """journeys.journeys."""
    keys, ones = np.arange(len(outcomes)), np.ones(len(outcomes), np.int64)
    columns = {"journey_key": keys, "journey_no": ones, "person_key": people}
    return pa.table(columns | {"outcome": list(outcomes)})


def pieces() -> pa.Table:
    """What the model makes of the tables."""
    return database().sql(sql_text("40_journeys/pieces.sql")).to_arrow_table()


def pieces_from_numbers(parts: int = 1) -> pa.Table:
    """What a build makes of them, of so many parts of the touchpoints."""
    steps = read_steps(lambda select, asked: database().sql(select, params=asked).to_arrow_table())
    return pieces_of_steps(steps, parts)


def contexts(folds: int) -> Contexts:
    """What a question for the memory reads."""
    asked = {"journey": "all", "folds": folds}
    found = database().sql(sql_text("questions/step_contexts.sql"), params=asked).to_arrow_table()
    return contexts_of(found)


def walked(chances: npt.NDArray[np.float64], journeys: int, steps: int, seed: int) -> Places:
    """Routes of a chain of order two: chances[before, here] of each next touchpoint.

    The first step is any, and the second follows it as if it had been there before, too.
    """
    draw = np.random.default_rng(seed)
    sure = chances.cumsum(axis=2)
    sure /= sure[:, :, -1:]
    kinds = len(chances)
    routes = np.empty((journeys, steps), np.int64)
    routes[:, 0] = draw.integers(0, kinds, journeys)
    for step in range(1, steps):
        known = sure[routes[:, max(step - 2, 0)], routes[:, step - 1]]
        routes[:, step] = (draw.random((journeys, 1)) > known).sum(axis=1)
    return routes

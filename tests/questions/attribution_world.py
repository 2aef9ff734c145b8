"""A small warehouse made by hand: just the tables that attribution reads.

In:     journeys as touches, outcome and value
Out:    a function that reads rows, as questions are given one
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import duckdb
import pyarrow as pa

from pipeline.questions.attribution_names import Read

_COUNT, _TEXT = pa.int64(), pa.string()
_BASE = {"journey_key": _COUNT, "journey_no": _COUNT}
_PLACED = {"step_no": _COUNT, "occurred_us": _COUNT, "kind_no": _COUNT}
_TOUCHES = pa.schema(_BASE | _PLACED)
_JOURNEYS = pa.schema(_BASE | {"person_key": _COUNT, "outcome": _TEXT, "value": pa.float64()})
_STEPS = """
create or replace view journeys.placed_events as
select touches.*, journeys.person_key, 1 as begins_step, 1 as events
from journeys.touches as touches inner join journeys.journeys as journeys
on touches.journey_key = journeys.journey_key
"""


class Told(NamedTuple):
    """One journey: its touches as (value, second), how it went out, and what it is worth."""

    touches: Sequence[tuple[str, float]]
    outcome: str = "reached"
    value: float | None = None


def told(text: str) -> list[Told]:
    """Read journeys, one a line: `reached 30: ads 0, web 60`; the value may be missing."""
    journeys = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head, _, rest = line.partition(":")
        outcome, *value = head.split()
        touches = [(name, float(second)) for name, second in map(str.split, rest.split(","))]
        journeys.append(Told(touches, outcome, float(value[0]) if value else None))
    return journeys


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One for all tests: to open one takes longer than to answer."""
    db = duckdb.connect(config={"threads": 1})
    db.execute("create schema journeys; create schema staging")
    db.execute("create table journeys.kinds (kind_no bigint)")
    db.execute(
        "create view staging.event_kinds as select kind_no, null as campaign from journeys.kinds"
    )
    # What decides is no touch, and not told.
    db.execute(
        "create table journeys.roles (journey_no bigint, touchpoint_no bigint, outcome_no bigint)"
    )
    return db


@contextmanager
def reading(journeys: Sequence[Told]) -> Iterator[Read]:
    """The function that reads them; each is of definition 1, by channel."""
    names = sorted({name for one in journeys for name, _ in one.touches})
    touches = [
        (key, 1, number, int(second * 1_000_000), names.index(name))
        for key, journey in enumerate(journeys)
        for number, (name, second) in enumerate(journey.touches, start=1)
    ]
    ends = [(key, 1, key, one.outcome, one.value) for key, one in enumerate(journeys)]
    tables = {
        "touches": pa.Table.from_pylist(
            [dict(zip(_TOUCHES.names, row, strict=True)) for row in touches], _TOUCHES
        ),
        "kinds": pa.table(
            dict.fromkeys(("kind_no", "touchpoint_no"), pa.array(range(len(names)), _COUNT))
            | dict.fromkeys(("channel", "touchpoint"), pa.array(names, _TEXT))
        ),
        "journeys": pa.Table.from_pylist(
            [dict(zip(_JOURNEYS.names, row, strict=True)) for row in ends], _JOURNEYS
        ),
    }
    with _database().cursor() as db:
        for name, rows in tables.items():
            db.register("given", rows)
            db.execute(f"create or replace table journeys.{name} as from given")
            db.unregister("given")
        db.execute(_STEPS)

        def read(select: str, parameters: dict[str, object]) -> pa.Table:
            return db.sql(select, params=parameters).to_arrow_table()

        yield read

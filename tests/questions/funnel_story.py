"""Small warehouses for funnels, without a build: journeys in a line of text each.

In:     "ana: 0 visit, 10 read@phone" is a journey of ana: minutes, touchpoints, maybe a channel;
        "ana open: ..." gives its outcome, which is "ended" otherwise
Out:    a connection with the tables that a funnel reads, and nothing else in them
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import duckdb
import pyarrow as pa

import pipeline as jp
from tests.build_helpers import instant_us
from tests.reference.funnels import Step

MINUTE_US = 60_000_000
START_US = instant_us(1)
SHOP = """
    ana: 0 visit@web, 10 cart@web, 20 pay@web
    bea: 0 visit@web, 10 cart@app, 90 pay@app
    eva: 0 cart@web, 10 visit@web
    leo: 0 visit@app, 30 help@phone, 40 cart@app, 50 pay@app
    pia: 0 read@web, 5 pay@web
"""
STEPS = ["visit", "cart", "pay"]
_TABLES = """
create schema config; create schema journeys; create schema staging; create schema marts;
create schema identity;
create table config.settings as select 'Europe/Madrid' as timezone;
create table config.journeys as select 'buy' as journey, 1 as journey_no
    union all select 'other', 2;
create view marts.journey_definitions as
    select journey, journey_no as position from config.journeys;
create table staging.data_window (as_of_us bigint);
create table journeys.steps (
    journey_key bigint, step_no bigint, journey_no bigint, person_key bigint, occurred_us bigint,
    touchpoint varchar, channel varchar, device varchar, department varchar, agent varchar,
    topic varchar, next_touchpoint varchar
);
create view journeys.kinds as
    select distinct
        hash(touchpoint, channel) as kind_no, touchpoint, channel, device, department, agent, topic
    from journeys.steps;
create view journeys.placed_events as
    select
        journey_key, step_no, journey_no, person_key, occurred_us, 1 as begins_step,
        hash(touchpoint, channel) as kind_no,
        case when next_touchpoint is not null then 1 end as next_touchpoint_no
    from journeys.steps;
create table journeys.journeys (
    journey_key bigint, journey varchar, person_key bigint, outcome varchar
);
create table marts.touchpoints (touchpoint varchar, stage varchar);
create table identity.persons as select range as person_key, 'p' || range as person_id
    from range(10);
create table marts.people as select person_id, case when person_id = 'p0' then 'family' end
    as persona from identity.persons;
"""


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """A connection with the tables, to be filled."""
    db = duckdb.connect(":memory:", config={"threads": 1})
    db.execute(_TABLES)
    return db


def fill(
    db: duckdb.DuckDBPyConnection,
    steps: Sequence[Step],
    *,
    open_journeys: set[int] = frozenset(),  # type: ignore[assignment]
    as_of_us: int | None = None,
    known: Sequence[str] = (),
) -> None:
    """Put steps into the warehouse, in place of what was there."""
    for table in ("journeys.steps", "journeys.journeys", "marts.touchpoints"):
        db.execute(f"delete from {table}")  # noqa: S608 - names of this module
    db.execute("delete from staging.data_window")
    end = max(step.at_us for step in steps) if as_of_us is None else as_of_us
    db.execute("insert into staging.data_window values (?)", [end])
    db.from_arrow(_step_table(steps)).insert_into("journeys.steps")
    journeys = {
        step.journey: (step.person, "open" if step.journey in open_journeys else "ended")
        for step in steps
    }
    rows = [
        {"journey_key": key, "journey": "buy", "person_key": person, "outcome": outcome}
        for key, (person, outcome) in journeys.items()
    ]
    db.from_arrow(pa.Table.from_pylist(rows)).insert_into("journeys.journeys")
    names = sorted({step.touchpoint for step in steps} | set(known))
    stages = {"touchpoint": names, "stage": [name[0] for name in names]}
    db.from_arrow(pa.table(stages)).insert_into("marts.touchpoints")


def _step_table(steps: Sequence[Step]) -> pa.Table:
    rows = [
        {
            "journey_key": step.journey,
            "step_no": step.step_no,
            "journey_no": 1,
            "person_key": step.person,
            "occurred_us": step.at_us,
            "touchpoint": step.touchpoint,
            "channel": step.channel,
            "next_touchpoint": None if step.is_last else "something",
        }
        for step in steps
    ]
    names = ("device", "department", "agent", "topic")
    schema = pa.schema(
        [(name, pa.int64()) for name in ("journey_key", "step_no", "journey_no", "person_key")]
        + [("occurred_us", pa.int64())]
        + [(name, pa.string()) for name in ("touchpoint", "channel", *names, "next_touchpoint")]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def told(text: str) -> tuple[list[Step], set[int]]:
    """Read journeys, a line each; also which of them are open. Journeys count from 1 on."""
    people: dict[str, int] = {}
    steps: list[Step] = []
    is_open = set()
    lines = [line.strip() for line in text.strip().splitlines()]
    for journey, line in enumerate(lines, start=1):
        who, _, events = line.partition(":")
        name, _, outcome = who.partition(" ")
        person = people.setdefault(name, len(people))
        if outcome == "open":
            is_open.add(journey)
        parts = [*(part.split() for part in events.split(",")), None]
        for number, (part, after) in enumerate(pairwise(parts), start=1):
            assert part is not None
            touchpoint, _, channel = part[1].partition("@")
            at_us = START_US + int(part[0]) * MINUTE_US
            is_last = after is None
            steps.append(Step(person, journey, number, at_us, touchpoint, is_last, channel or None))
    return steps, is_open


def warehouse(
    text: str, *, as_of: int | None = None, known: Sequence[str] = ()
) -> duckdb.DuckDBPyConnection:
    """The warehouse of a story whose data end at minute `as_of`, or with the last step."""
    steps, is_open = told(text)
    db = empty_warehouse()
    end = None if as_of is None else START_US + as_of * MINUTE_US
    fill(db, steps, open_journeys=is_open, as_of_us=end, known=known)
    return db


def shop_warehouse() -> duckdb.DuckDBPyConnection:
    """The warehouse that many tests look at."""
    return warehouse(SHOP)


def units(found: jp.FunnelResult) -> list[int]:
    """How many units did each step."""
    return [step.units for step in found.steps]


def count(text: str, steps: list[Any], *, as_of: int | None = None, **options: Any) -> list[int]:  # noqa: ANN401
    """How many units of a story did each step."""
    with warehouse(text, as_of=as_of) as db:
        return units(jp.funnel(db, journey="buy", steps=steps, **options))

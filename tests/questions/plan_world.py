"""A small warehouse made by hand: just the tables that conformance reads.

In:     journeys as visits with a person and an outcome; plans
Out:    an engine on which the tables of plans were built
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.build import read_models
from pipeline.config.plans import Plan
from pipeline.crowds import crowds_of
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.questions.all_steps import read_steps
from pipeline.questions.conformance_tables import Plans
from pipeline.settings_channels import channel_tables
from pipeline.settings_plans import plan_tables
from tests.reference.conformance import Visit

PLACES = TableName("journeys", "plan_places")
CONFORMANCE = TableName("marts", "conformance")


_COUNTS = (
    *("journey_key", "journey_no", "person_key", "begins_step", "events", "step_no", "kind_no"),
    "touchpoint_no",
)
_PLACED = pa.schema([(name, pa.int64()) for name in (*_COUNTS, "occurred_us")])
_ENDS = pa.schema(
    {"journey_key": pa.int64(), "journey_no": pa.int64(), "person_key": pa.int64(),
     "steps": pa.int64(),
     "outcome": pa.string()}
)  # fmt: skip


class Told(NamedTuple):
    """One journey of the definition `buy`."""

    person: int
    visits: Sequence[Visit]
    outcome: str = "reached"


@cache
def _engine() -> DuckDBEngine:
    """One for all tests: to open one takes longer than to answer."""
    engine = DuckDBEngine(":memory:", threads=1)
    for schema in ("config", "journeys", "marts"):
        engine.create_schema(schema)
    for name, rows in channel_tables({"Quiosco": "kiosk"}).items():
        engine.put_table(name, rows)
    definitions = pa.table({"journey_no": [1], "journey": ["buy"]})
    engine.put_table(TableName("config", "journeys"), definitions)
    return engine


def beside(plans: Sequence[Plan], journeys: Sequence[Told]) -> DuckDBEngine:
    """The engine, filled anew."""
    engine = _engine()
    for name, rows in plan_tables(plans).items():
        engine.put_table(name, rows)
    for table, columns in _journey_tables(journeys).items():
        engine.put_table(TableName("journeys", table), columns)
    engine.create_table(PLACES, read_models()[PLACES].select)
    build_plans(engine)
    engine.create_table(CONFORMANCE, read_models()[CONFORMANCE].select)
    return engine


def _journey_tables(journeys: Sequence[Told]) -> dict[str, pa.Table]:
    names = sorted({visit.touchpoint for told in journeys for visit in told.visits})
    pairs = sorted(
        {(visit.touchpoint, visit.channel) for told in journeys for visit in told.visits}, key=str
    )
    kinds = [
        {"kind_no": number, "touchpoint": name, "channel": channel,
         "touchpoint_no": names.index(name) + 1}
        for number, (name, channel) in enumerate(pairs)
    ]  # fmt: skip
    placed = [
        {"journey_key": key, "journey_no": 1, "person_key": told.person, "begins_step": 1,
         "events": 1, "step_no": number,
         "kind_no": pairs.index((visit.touchpoint, visit.channel)),
         "touchpoint_no": names.index(visit.touchpoint) + 1, "occurred_us": visit.time_us}
        for key, told in enumerate(journeys)
        for number, visit in enumerate(told.visits, start=1)
    ]  # fmt: skip
    ends = [
        {
            "journey_key": key,
            "journey_no": 1,
            "person_key": told.person,
            "steps": len(told.visits),
            "outcome": told.outcome,
        }
        for key, told in enumerate(journeys)
    ]
    text, count = pa.string(), pa.int64()
    kind_columns = [("kind_no", count), ("touchpoint", text), ("channel", text)]
    return {
        "kinds": pa.Table.from_pylist(kinds, pa.schema([*kind_columns, ("touchpoint_no", count)])),
        "placed_events": pa.Table.from_pylist(placed, _PLACED),
        "journeys": pa.Table.from_pylist(ends, _ENDS),
    }


def build_plans(engine: DuckDBEngine) -> None:
    """What is found beside the plans, a few people at a time."""
    plans = Plans(engine)
    for crowd in crowds_of(engine.read, 3):
        plans.add(read_steps(engine.read, crowd))
    plans.put(engine)


def show(engine: DuckDBEngine, journeys: Sequence[Told], own: Collection[int]) -> None:
    """Let the engine have only some of the journeys that it was filled with, by their keys."""
    for table in ("placed_events", "journeys"):
        rows = _journey_tables(journeys)[table]
        kept = [key in own for key in rows.column("journey_key").to_pylist()]
        engine.put_table(TableName("journeys", table), rows.filter(pa.array(kept, pa.bool_())))


_DEVIATIONS = """
select deviations.*, kinds.* exclude (plan_no, kind_no)
from journeys.deviations as deviations
inner join journeys.deviation_kinds as kinds using (plan_no, kind_no)
"""


def deviations(engine: DuckDBEngine) -> dict[int, set[tuple[str, int, str]]]:
    """The deviations of each journey."""
    found: dict[int, set[tuple[str, int, str]]] = {}
    for row in engine.read(_DEVIATIONS).to_pylist():
        told = (row["kind"], row["step_no"], row["touchpoint"])
        found.setdefault(row["journey_key"], set()).add(told)
    return found


def findings(engine: DuckDBEngine) -> dict[tuple[str, int, str], dict[str, Any]]:
    """The rows of marts.conformance."""
    rows = engine.read("select * from marts.conformance").to_pylist()
    return {(row["kind"], row["step_no"], row["touchpoint"]): row for row in rows}

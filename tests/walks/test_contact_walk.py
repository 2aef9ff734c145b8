"""To walk along events batch by batch finds the contacts that windows over all of them find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.sqlfiles import sql_text
from pipeline.walks.tables import build_contacts
from tests.build_helpers import rows_of
from tests.examples import examples

Row = dict[str, Any]
_MODEL = "40_journeys/contacts.sql"
_COLUMNS = {
    "config.journeys": ("journey_no",),
    "journeys.places": ("kind_no", "side_no", "place_no"),
    "journeys.placed_events": (
        *("journey_key", "journey_no", "event_no", "occurred_us", "touchpoint_no", "kind_no"),
    ),
}
_DEFINITIONS = [{"journey_no": 1, "repeats": "collapse"}, {"journey_no": 2, "repeats": "keep"}]


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        yield engine


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[Row]]:
    """A few journeys of two definitions; some kinds of events are nowhere, some on one side."""
    places = [
        {"kind_no": kind, "side_no": side, "place_no": draw(st.integers(1, 2))}
        for kind in range(1, 4)
        for side in draw(st.sets(st.integers(1, 4)))
    ]
    events = [
        {
            "journey_key": key,
            "journey_no": key % 64,
            "event_no": number,
            "occurred_us": 5 * number,
            "touchpoint_no": draw(st.integers(1, 2)),
            "kind_no": draw(st.integers(1, 4)),
        }
        for key in (65, 66, 129)
        for number in range(1, draw(st.integers(0, 9)) + 1)
    ]
    return {
        "config.journeys": _DEFINITIONS,
        "journeys.places": places,
        "journeys.placed_events": draw(st.permutations(events)),
    }


def _fill(engine: DuckDBEngine, world: dict[str, list[Row]]) -> None:
    for name, rows in world.items():
        table = TableName.parse(name)
        columns = [(column, pa.int64()) for column in _COLUMNS[name]]
        told = [("repeats", pa.string())] if name == "config.journeys" else []
        engine.create_schema(table.schema)
        engine.put_table(table, pa.Table.from_pylist(rows, pa.schema([*columns, *told])))


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["journey_key"], row["side_no"], row["event_no"]))


@settings(max_examples=examples(60), deadline=None)
@given(world=worlds(), rows=st.sampled_from([1, 2, 3, 5, 100]))
def test_a_walk_finds_the_contacts_of_the_model_wherever_its_batches_end(
    engine: DuckDBEngine, world: dict[str, list[Row]], rows: int
) -> None:
    _fill(engine, world)
    build_contacts(engine, rows)
    found = rows_of(engine, "from journeys.contacts")
    assert _sorted(found) == _sorted(rows_of(engine, sql_text(_MODEL)))


def test_without_a_place_there_is_no_contact(engine: DuckDBEngine) -> None:
    _fill(engine, {name: [] for name in _COLUMNS})
    build_contacts(engine)
    model = engine.connection.sql(sql_text(_MODEL))
    table = engine.connection.table("journeys.contacts")
    assert (table.fetchall(), table.columns, table.types) == ([], model.columns, model.types)

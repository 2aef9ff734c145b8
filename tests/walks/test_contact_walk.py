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
from pipeline.walks.tables import build_contacts
from tests.examples import examples
from tests.walks.twins import told_by_both

Row = dict[str, Any]
_TOLD = ("journeys.contacts", "40_journeys/contacts.sql", ("journey_key", "side_no", "event_no"))
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


@settings(max_examples=examples(60), deadline=None)
@given(world=worlds(), rows=st.sampled_from([1, 2, 3, 5, 100]))
def test_a_walk_finds_the_contacts_of_the_model_wherever_its_batches_end(
    engine: DuckDBEngine, world: dict[str, list[Row]], rows: int
) -> None:
    _fill(engine, world)
    build_contacts(engine, rows)
    found, expected = told_by_both(engine, *_TOLD)
    assert found.to_pylist() == expected.to_pylist()


def test_without_a_place_there_is_no_contact(engine: DuckDBEngine) -> None:
    _fill(engine, {name: [] for name in _COLUMNS})
    build_contacts(engine)
    found, expected = told_by_both(engine, *_TOLD)
    assert found.num_rows == 0
    assert found.schema == expected.schema

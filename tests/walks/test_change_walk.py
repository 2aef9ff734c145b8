"""Arrays of all events find the changes that joins and windows find, with what is said of each."""

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
from pipeline.walks.tables import build_changes
from tests.examples import examples
from tests.walks.twins import told_by_both

Row = dict[str, Any]
_TOLD = ("journeys.changes", "40_journeys/changes.sql", ("journey_key", "side_no", "next_event_no"))
_INT, _TEXT = pa.int64(), pa.string()
_SCHEMAS = {
    "config.journeys": {"journey_no": _INT, "repeats": _TEXT},
    "config.handoff_settings": {"login_window_us": _INT, "topic_window_us": _INT},
    "config.answer_touchpoints": {"touchpoint": _TEXT},
    "config.login_touchpoints": {"touchpoint": _TEXT, "is_again": _INT},
    "journeys.kinds": {
        **dict.fromkeys(("kind_no", "touchpoint_no"), _INT),
        **dict.fromkeys(("touchpoint", "direction", "topic"), _TEXT),
    },
    "journeys.places": {
        **dict.fromkeys(("kind_no", "side_no", "place_no"), _INT),
        **dict.fromkeys(("kind", "place"), _TEXT),
    },
    "journeys.placed_events": dict.fromkeys(
        (
            *("journey_key", "journey_no", "person_key", "event_no", "owner_key"),
            *("person_event_no", "occurred_us", "kind_no", "touchpoint_no"),
        ),
        _INT,
    ),
}
_TOUCHPOINTS = ("ask", "log in", "log in anew", "rate")
_KINDS = range(1, 7)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        yield engine


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[Row]]:
    """A few journeys of two definitions, by events of several people, ours and of customers."""
    touchpoint_of = {kind: draw(st.sampled_from(_TOUCHPOINTS)) for kind in _KINDS}
    # There may be more touchpoints of journeys than it would do to have a place for each.
    number_of = _numbers(draw(st.sampled_from([1, 5000])))
    kinds = [
        {
            "kind_no": kind,
            "touchpoint_no": number_of[touchpoint],
            "touchpoint": touchpoint,
            "direction": draw(st.sampled_from(["customer", "customer", "company", None])),
            "topic": draw(st.sampled_from([None, "bill", "order"])),
        }
        for kind, touchpoint in touchpoint_of.items()
    ]
    places = [
        {"kind_no": kind, "side_no": side, "place_no": place, "kind": str(side), "place": "x"}
        for kind in _KINDS
        for side in sorted(draw(st.sets(st.integers(1, 2))))
        for place in [draw(st.integers(1, 3))]
    ]
    return {
        "config.journeys": [
            {"journey_no": 1, "repeats": "collapse"},
            {"journey_no": 2, "repeats": "keep"},
        ],
        "config.handoff_settings": [
            {"login_window_us": draw(st.integers(1, 9)), "topic_window_us": draw(st.integers(1, 9))}
        ],
        "config.answer_touchpoints": [{"touchpoint": "rate"}],
        "config.login_touchpoints": [
            {"touchpoint": "log in", "is_again": 0},
            {"touchpoint": "log in anew", "is_again": 1},
        ],
        "journeys.kinds": kinds,
        "journeys.places": places,
        "journeys.placed_events": draw(
            st.permutations(
                _events(draw, {kind: number_of[name] for kind, name in touchpoint_of.items()})
            )
        ),
    }


def _numbers(apart: int) -> dict[str, int]:
    return {name: 1 + apart * place for place, name in enumerate(_TOUCHPOINTS)}


def _events(draw: st.DrawFn, number_of: dict[int, int]) -> list[Row]:
    found: list[Row] = []
    for key in (65, 66, 129, 193):
        at_us, person = 0, draw(st.integers(1, 3))
        for number in range(1, draw(st.integers(0, 9)) + 1):
            at_us += draw(st.integers(0, 4))
            kind = draw(st.sampled_from(_KINDS))
            found.append(
                {
                    "journey_key": key,
                    "journey_no": key % 64,
                    "person_key": person,
                    "event_no": number,
                    "owner_key": person if number == 1 else draw(st.sampled_from([person, 9])),
                    "person_event_no": 100 * key + number,
                    "occurred_us": at_us,
                    "kind_no": kind,
                    "touchpoint_no": number_of[kind],
                }
            )
    return found


def _fill(engine: DuckDBEngine, world: dict[str, list[Row]]) -> None:
    for name, columns in _SCHEMAS.items():
        table = TableName.parse(name)
        engine.create_schema(table.schema)
        engine.put_table(table, pa.Table.from_pylist(world[name], pa.schema([*columns.items()])))
    engine.create_view(TableName("journeys", "contacts"), sql_text("40_journeys/contacts.sql"))


@settings(max_examples=examples(150), deadline=None)
@given(world=worlds(), rows=st.sampled_from([1, 2, 3, 100]))
def test_arrays_find_the_changes_of_the_model_wherever_batches_end(
    engine: DuckDBEngine, world: dict[str, list[Row]], rows: int
) -> None:
    _fill(engine, world)
    build_changes(engine, rows)
    found, expected = told_by_both(engine, *_TOLD)
    assert found.to_pylist() == expected.to_pylist()


def test_without_a_contact_there_is_no_change(engine: DuckDBEngine) -> None:
    settings_row = [{"login_window_us": 1, "topic_window_us": 1}]
    _fill(engine, {name: [] for name in _SCHEMAS} | {"config.handoff_settings": settings_row})
    build_changes(engine)
    found, expected = told_by_both(engine, *_TOLD)
    assert found.num_rows == 0
    assert found.schema == expected.schema

"""Arrays of all events find the contacts that windows find, and what is counted of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.questions.contact_tables import build_of_contacts
from pipeline.sqlfiles import sql_text
from pipeline.walks.tables import contact_events
from tests.examples import examples
from tests.walks.twins import told_by_both

Row = dict[str, Any]
_MOVE = ("journey_no", "side_no", "place_no", "next_place_no")
_COLUMNS = {
    "config.journeys": ("journey_no",),
    "config.answer_touchpoints": (),
    "config.login_touchpoints": ("is_again",),
    "config.handoff_settings": ("login_window_us", "topic_window_us"),
    "journeys.journeys": ("journey_key", "journey_no", "person_key", "steps"),
    "journeys.kinds": ("kind_no", "touchpoint_no"),
    "journeys.places": ("kind_no", "side_no", "place_no"),
    "journeys.placed_events": (
        *("journey_key", "journey_no", "event_no", "occurred_us", "touchpoint_no", "kind_no"),
        *("person_key", "owner_key", "person_event_no"),
    ),
}
_TEXTS = {
    "config.journeys": ("repeats",),
    "config.answer_touchpoints": ("touchpoint",),
    "config.login_touchpoints": ("touchpoint",),
    "journeys.journeys": ("outcome",),
    "journeys.kinds": ("touchpoint", "direction", "topic"),
}
_EXPECTED = """
    select side_no, journey_key, event_no, place_no, coalesce(next_place_no, 0)
    from journeys.contacts
    order by all
"""
_DEFINITIONS = [{"journey_no": 1, "repeats": "collapse"}, {"journey_no": 2, "repeats": "keep"}]


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        yield engine


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[Row]]:
    """A few journeys of two definitions; some kinds of events are nowhere, some on one side."""
    kinds = [
        {"kind_no": kind, "touchpoint_no": draw(st.integers(1, 2)), "direction": "customer"}
        for kind in range(1, 5)
    ]
    places = [
        {"kind_no": kind, "side_no": side, "place_no": draw(st.integers(1, 2))}
        for kind in range(1, 4)
        for side in sorted(draw(st.sets(st.integers(1, 4))))
    ]
    journeys = [
        {
            "journey_key": key,
            "journey_no": key % 64,
            "person_key": draw(st.integers(1, 2)),
            "steps": draw(st.integers(1, 9)),
            "outcome": draw(st.sampled_from(["open", "reached"])),
        }
        for key in (65, 66, 129)
    ]
    lived = _events(draw)
    lying = draw(st.permutations(lived)) if draw(st.booleans()) else lived
    return {
        "config.journeys": _DEFINITIONS,
        "config.answer_touchpoints": [],
        "config.login_touchpoints": [],
        "config.handoff_settings": [{"login_window_us": 1, "topic_window_us": 1}],
        "journeys.journeys": journeys,
        "journeys.kinds": kinds,
        "journeys.places": places,
        "journeys.placed_events": [_event(journeys, kinds, *event) for event in lying],
    }


def _events(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """Events by journey and number, with their times and kinds."""
    found = []
    for journey in range(3):
        us = 0
        for number in range(1, draw(st.integers(0, 9)) + 1):
            us += draw(st.sampled_from([0, 5, 9]))
            found.append((journey, number, us, draw(st.integers(1, 4))))
    return found


def _event(journeys: list[Row], kinds: list[Row], journey: int, no: int, us: int, kind: int) -> Row:
    own = {name: journeys[journey][name] for name in ("journey_key", "journey_no", "person_key")}
    return {
        **own,
        "event_no": no,
        "occurred_us": us,
        "kind_no": kind,
        "touchpoint_no": kinds[kind - 1]["touchpoint_no"],
        "owner_key": own["person_key"],
        "person_event_no": no,
    }


def _fill(engine: DuckDBEngine, world: dict[str, list[Row]]) -> None:
    for name, rows in world.items():
        table = TableName.parse(name)
        columns = [(column, pa.int64()) for column in _COLUMNS[name]]
        told = [(column, pa.string()) for column in _TEXTS.get(name, ())]
        engine.create_schema(table.schema)
        engine.put_table(table, pa.Table.from_pylist(rows, pa.schema([*columns, *told])))
    engine.create_view(TableName("journeys", "contacts"), sql_text("40_journeys/contacts.sql"))


def _contacts(engine: DuckDBEngine, rows: int) -> list[tuple[int, ...]]:
    """The contacts that arrays find: journey, side, event, place, and the next place or 0."""
    own = contact_events(engine, rows=rows)
    events, found = own.events, []
    for side in own.sides:
        contacts = own.contacts(side)
        number = contacts.event - events.begins[contacts.journey] + 1
        columns = (events.key[contacts.journey], number, contacts.place, contacts.next_place())
        found += [(side, *row) for row in zip(*(each.tolist() for each in columns), strict=True)]
    return sorted(found)


@settings(max_examples=examples(60), deadline=None)
@given(world=worlds(), rows=st.sampled_from([1, 2, 3, 5, 100]))
def test_arrays_find_the_contacts_of_the_model_wherever_batches_end_and_rows_lie(
    engine: DuckDBEngine, world: dict[str, list[Row]], rows: int
) -> None:
    _fill(engine, world)
    assert _contacts(engine, rows) == engine.connection.sql(_EXPECTED).fetchall()


@settings(max_examples=examples(60), deadline=None)
@given(world=worlds(), most_steps=st.sampled_from([1, 5, 100]))
def test_what_is_counted_of_contacts_at_once_is_what_the_models_say(
    engine: DuckDBEngine, world: dict[str, list[Row]], most_steps: int
) -> None:
    _fill(engine, world)
    build_of_contacts(engine, most_steps=most_steps)
    _assert_like_models(engine)


def test_without_a_place_there_is_no_contact(engine: DuckDBEngine) -> None:
    limits = [{"login_window_us": 1, "topic_window_us": 1}]
    _fill(engine, {name: [] for name in _COLUMNS} | {"config.handoff_settings": limits})
    build_of_contacts(engine)
    assert engine.read_table(TableName("journeys", "move_counts")).num_rows == 0
    _assert_like_models(engine)


def test_events_that_are_not_numbered_from_one_on_are_refused(engine: DuckDBEngine) -> None:
    journey = {"journey_key": 65, "journey_no": 1, "person_key": 1, "outcome": "open"}
    kinds = [{"kind_no": 1, "touchpoint_no": 1}]
    events = [_event([journey], kinds, 0, number, 0, 1) for number in (1, 3)]
    world: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    _fill(engine, world | {"journeys.kinds": kinds, "journeys.placed_events": events})
    with pytest.raises(ValueError, match="numbered from 1 on"):
        contact_events(engine)


def _assert_like_models(engine: DuckDBEngine) -> None:
    for name, key in (
        ("move_counts", (*_MOVE, "outcome")),
        ("move_waits", _MOVE),
        ("changes", ("journey_key", "side_no", "next_event_no")),
    ):
        found, expected = told_by_both(engine, f"journeys.{name}", f"40_journeys/{name}.sql", key)
        assert found.schema == expected.schema
        assert found.to_pylist() == expected.to_pylist()

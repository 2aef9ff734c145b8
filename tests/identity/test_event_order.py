"""Events of people are numbered in their total order, though ids are looked up for ties only."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.build import read_models
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.event_order import PERSON_EVENTS, build_person_events
from tests.build_helpers import Row
from tests.examples import examples
from tests.identity.few_rows import put_rows, with_tables

_INT, _TEXT, _NUMBER = pa.int64(), pa.string(), pa.float64()
_SCHEMAS: dict[str, dict[str, pa.DataType]] = {
    "event_bundles": {
        "event_id": _TEXT,
        **dict.fromkeys(("event_key", "bundle_no", "kind_no", "occurred_us"), _INT),
        **dict.fromkeys(("source_no", "order_no"), _INT),
        **dict.fromkeys(("value", "emotion"), _NUMBER),
    },
    "bundle_choices": {
        **dict.fromkeys(("bundle_no", "strength", "via_no", "person_key", "known_first_us"), _INT),
        "rule": _TEXT,
    },
    "live_names": dict.fromkeys(("identifier_no", "component_no", "from_us", "to_us"), _INT),
    "owned_events": {
        **dict.fromkeys(("event_key", "strength", "via_no", "person_key"), _INT),
        "rule": _TEXT,
    },
}
_MODEL = read_models()[PERSON_EVENTS]
_BUNDLES = (1, 2, 3, 4)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        with_tables(engine, _SCHEMAS)
        yield engine


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Events of two or three people at a few moments, some told of by themselves."""
    event = st.fixed_dictionaries(
        {
            "bundle_no": st.sampled_from(_BUNDLES),
            "occurred_us": st.integers(0, 3),
            "source_no": st.integers(1, 2),
            "order_no": st.sampled_from([0, 0, 1, None]),
            "value": st.sampled_from([None, 1.5]),
        }
    )
    told = draw(st.lists(event, min_size=1, max_size=25))
    keys = draw(st.permutations(range(-3, len(told) - 3)))
    ids = draw(st.permutations(range(len(told))))
    choice = st.fixed_dictionaries(
        {
            "person_key": st.sampled_from([10, 10, 20]),
            "strength": st.just(3),
            "known_first_us": st.integers(0, 3),
            "rule": st.sampled_from(["alone", "device", "nobody"]),
        }
    )
    owned = {"strength": 2, "via_no": 1, "rule": "record"}
    return {
        "event_bundles": [
            row | {"event_key": key, "event_id": f"web:{number:02}"}
            for row, key, number in zip(told, keys, ids, strict=True)
        ],
        "bundle_choices": [draw(choice) | {"bundle_no": bundle} for bundle in _BUNDLES],
        "owned_events": [
            owned | {"event_key": key, "person_key": draw(st.sampled_from([10, 30]))}
            for key in draw(st.sets(st.sampled_from(keys), max_size=5))
        ],
    }


@settings(max_examples=examples(200), deadline=None)
@given(world=worlds(), rows=st.sampled_from([1, 2, 3, 5, 100]))
def test_the_numbers_are_those_of_the_model_wherever_batches_end(
    engine: DuckDBEngine, world: dict[str, list[Row]], rows: int
) -> None:
    for table, told in world.items():
        put_rows(engine, _SCHEMAS, table, told)
    build_person_events(engine, _MODEL, rows)
    found = engine.connection.table(str(PERSON_EVENTS))
    by_model = engine.connection.sql(_MODEL.select)
    assert (found.columns, found.types) == (by_model.columns, by_model.types)
    assert found.order("event_key").fetchall() == by_model.order("event_key").fetchall()


def test_nothing_is_left_of_how_ties_were_put_in_order(engine: DuckDBEngine) -> None:
    alike = {"bundle_no": 1, "occurred_us": 7, "source_no": 1, "order_no": 0}
    ids = ["web:c", "web:a", "web:d", "web:b"]
    put_rows(
        engine,
        _SCHEMAS,
        "event_bundles",
        [alike | {"event_key": key, "event_id": text} for key, text in enumerate(ids)],
    )
    put_rows(
        engine, _SCHEMAS, "bundle_choices", [{"bundle_no": 1, "person_key": 10, "rule": "alone"}]
    )
    put_rows(engine, _SCHEMAS, "owned_events", [])
    build_person_events(engine, _MODEL)
    told = engine.connection.table(str(PERSON_EVENTS)).order("person_event_no")
    assert told.select("event_key, person_event_no").fetchall() == [(1, 1), (3, 2), (0, 3), (2, 4)]
    names = engine.connection.sql("select table_name from duckdb_tables()").fetchall()
    assert {name for (name,) in names} == {*_SCHEMAS, "person_events"}

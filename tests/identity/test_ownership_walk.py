"""To go along the events of identifiers tells of each event what windows and joins tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.build import read_models
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.identity.ownership_walk import OWNER_OPTIONS, build_owner_options
from tests.build_helpers import Row
from tests.examples import examples
from tests.identity.few_rows import put_rows, with_tables

_TIMELINES = TableName("identity", "owner_timelines")
_INT, _TEXT, _BOOL = pa.int64(), pa.string(), pa.bool_()
_SCHEMAS: dict[str, dict[str, pa.DataType]] = {
    "owners": {
        **dict.fromkeys(("id_class", "manner"), _TEXT),
        **dict.fromkeys(("identifier_no", "strength", "backfill_us", "keep_us"), _INT),
    },
    "bundle_identifiers": {"bundle_no": _INT, "identifier_no": _INT},
    "bundles": {"bundle_no": _INT, "is_logout": _BOOL},
    "known_bundles": {"bundle_no": _INT, "person_key": _INT},
    "event_bundles": {
        "event_id": _TEXT,
        **dict.fromkeys(("event_key", "bundle_no", "occurred_us", "source_no", "order_no"), _INT),
    },
}
_IDENTIFIERS, _BUNDLES = 4, 6
_FAR_US = 1 << 62  # so far apart that identifier and time do not fit into one number


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        with_tables(engine, _SCHEMAS)
        engine.create_view(_TIMELINES, read_models()[_TIMELINES].select)
        yield engine


def _owner(number: int) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "identifier_no": st.just(7 * number),
            "id_class": st.sampled_from(["device", "device", "record"]),
            "manner": st.sampled_from(["by event"] * 3 + ["whole"]),
            "strength": st.integers(1, 3),
            "backfill_us": st.sampled_from([0, 1, 3, 9]),
            "keep_us": st.sampled_from([0, 1, 3, 9]),
        }
    )


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Few identifiers in few combinations, known ones and logouts among them, on a short time."""
    numbers = range(1, _BUNDLES + 1)
    pairs: list[Any] = [(bundle, who) for bundle in numbers for who in range(_IDENTIFIERS)]
    held = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=6, max_size=12))
    known = draw(st.lists(st.sampled_from(list(numbers)), unique=True, min_size=1, max_size=3))
    times = st.one_of(st.integers(0, 12), st.sampled_from([0, _FAR_US]))
    event = st.tuples(st.sampled_from(list(numbers)), times, st.integers(1, 2), _orders())
    told = draw(st.lists(event, min_size=10, max_size=25))
    ids = draw(st.permutations(range(len(told))))
    columns = ("bundle_no", "occurred_us", "source_no", "order_no")
    return {
        "owners": [draw(_owner(number)) for number in range(_IDENTIFIERS)],
        "bundle_identifiers": [
            {"bundle_no": bundle, "identifier_no": 7 * who} for bundle, who in held
        ],
        "bundles": [
            {"bundle_no": bundle, "is_logout": draw(st.sampled_from([False, False, True]))}
            for bundle in numbers
        ],
        "known_bundles": [
            {"bundle_no": bundle, "person_key": draw(st.sampled_from([1, 2, None]))}
            for bundle in known
        ],
        "event_bundles": [
            dict(zip(columns, row, strict=True))
            | {"event_key": key, "event_id": f"web:{number:02}"}
            for key, (row, number) in enumerate(zip(told, ids, strict=True))
        ],
    }


def _orders() -> st.SearchStrategy[int | None]:
    return st.sampled_from([0, 0, 0, 1, None])


@settings(max_examples=examples(300), deadline=None)
@given(world=worlds())
def test_the_walk_tells_what_the_model_tells(
    engine: DuckDBEngine, world: dict[str, list[Row]]
) -> None:
    for table, rows in world.items():
        put_rows(engine, _SCHEMAS, table, rows)
    build_owner_options(engine)
    found = engine.connection.table(str(OWNER_OPTIONS))
    by_model = engine.connection.sql(read_models()[OWNER_OPTIONS].select)
    assert (found.columns, found.types) == (by_model.columns, by_model.types)
    order = "event_key, identifier_no"
    assert found.order(order).fetchall() == by_model.order(order).fetchall()

"""To walk along lines batch by batch finds what windows over all of them find."""

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
from pipeline.walks.lives import lines_of_lives
from pipeline.walks.tables import build_placed_events
from tests.build_helpers import rows_of
from tests.examples import examples

KINDS = 5
_INT, _TEXT, _NUMBER = pa.int64(), pa.string(), pa.float64()
_SCHEMAS = {
    "config.journeys": {
        **dict.fromkeys(("journey_no", "timeout_us"), _INT),
        **dict.fromkeys(("boundary", "repeats", "case_type"), _TEXT),
    },
    "journeys.roles": {
        **dict.fromkeys(("journey_no", "kind_no", "touchpoint_no", "outcome_no"), _INT),
        "case_type": _TEXT,
        "may_begin": pa.int32(),
    },
    "identity.person_events": {
        **dict.fromkeys(("person_key", "person_event_no", "occurred_us", "kind_no"), _INT),
        **dict.fromkeys(("bundle_no", "source_no", "order_no", "event_key"), _INT),
        "value": _NUMBER,
        "emotion": _NUMBER,
    },
    "identity.event_bundles": {"event_key": _INT, "event_id": _TEXT},
    "identity.bundle_identifiers": {"bundle_no": _INT, "identifier_no": _INT, "id_type": _TEXT},
}
# What is bound to be met: a case of several people, and one of several cases of a person.
_HELD = [(1, 1), (1, 2), (2, 2)]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        yield engine


@st.composite
def definitions(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Three definitions, and what kinds of events do in them; some take no part."""
    told, roles = [], []
    for number, case in ((1, None), (2, None), (63, "ticket_id")):
        boundary = draw(st.sampled_from(["gap", "start_to_goal", "whole"]))
        repeats = draw(st.sampled_from(["keep", "collapse"]))
        told.append(
            {
                "journey_no": number,
                "timeout_us": 3,
                "boundary": boundary,
                "repeats": repeats,
                "case_type": case,
            }
        )
        for kind in draw(st.sets(st.integers(1, KINDS))):
            starts = boundary != "start_to_goal" or draw(st.booleans())
            roles.append(
                {
                    "journey_no": number,
                    "kind_no": kind,
                    "touchpoint_no": draw(st.integers(1, 2)),
                    "outcome_no": draw(st.sampled_from([None, None, 1, 2])),
                    "case_type": case,
                    "may_begin": int(starts),
                }
            )
    return told, roles


@st.composite
def events(draw: st.DrawFn) -> list[Row]:
    """Those of three people, a moment or two apart."""
    found: list[Row] = []
    for person in (1, 2, 7):
        us = 0
        for number in range(1, draw(st.integers(0, 12)) + 1):
            us += draw(st.sampled_from([0, 1, 1, 3, 4]))
            found.append(
                {
                    "person_key": person,
                    "person_event_no": number,
                    "occurred_us": us,
                    "kind_no": draw(st.integers(1, KINDS)),
                    "bundle_no": draw(st.integers(0, 2)),
                    "source_no": 1,
                    "order_no": number,
                    "event_key": 100 * person + number,
                    "value": draw(st.sampled_from([None, 0.1])),
                    "emotion": draw(st.sampled_from([None, -1.0])),
                }
            )
    return draw(st.permutations(found))


def _fill(engine: DuckDBEngine, tables: dict[str, list[Row]]) -> None:
    for name, rows in tables.items():
        table = TableName.parse(name)
        engine.create_schema(table.schema)
        engine.put_table(table, pa.Table.from_pylist(rows, pa.schema(_SCHEMAS[name])))


def _told(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["journey_key"], row["event_no"]))


@settings(max_examples=examples(60), deadline=None)
@given(chosen=definitions(), lived=events(), rows=st.sampled_from([1, 2, 3, 5, 100]))
def test_a_walk_finds_the_rows_of_the_model_wherever_its_batches_end(
    engine: DuckDBEngine, chosen: tuple[list[Row], list[Row]], lived: list[Row], rows: int
) -> None:
    held = [{"bundle_no": b, "identifier_no": i, "id_type": "ticket_id"} for b, i in _HELD]
    tables = dict(zip(("config.journeys", "journeys.roles"), chosen, strict=True))
    # Keys say nothing of the order of ids.
    keys = [row["event_key"] for row in lived]
    ids = [{"event_key": key, "event_id": f"{-key}"} for key in keys]
    told = {"identity.person_events": lived, "identity.event_bundles": ids}
    _fill(engine, tables | told | {"identity.bundle_identifiers": held})
    build_placed_events(engine, rows)
    found = rows_of(engine, "from journeys.placed_events")
    assert _told(found) == _told(rows_of(engine, sql_text("40_journeys/placed_events.sql")))


@settings(max_examples=examples(60), deadline=None)
@given(
    chosen=definitions(),
    lived=events(),
    lies_in_order=st.booleans(),
    rows=st.sampled_from([1, 2, 3, 5, 100]),
    number=st.sampled_from([1, 63]),
)
def test_one_definition_takes_events_as_they_lie_if_that_is_their_order(
    engine: DuckDBEngine,
    chosen: tuple[list[Row], list[Row]],
    lived: list[Row],
    lies_in_order: bool,  # noqa: FBT001 - drawn
    rows: int,
    number: int,
) -> None:
    if lies_in_order:
        lived = sorted(lived, key=lambda row: (row["person_key"], row["person_event_no"]))
    one = [[row for row in told if row["journey_no"] == number] for told in chosen]
    held = [{"bundle_no": b, "identifier_no": i, "id_type": "ticket_id"} for b, i in _HELD]
    tables = dict(zip(("config.journeys", "journeys.roles"), one, strict=True))
    _fill(engine, tables | {"identity.person_events": lived, "identity.bundle_identifiers": held})
    build_placed_events(engine, rows)
    found = rows_of(engine, "from journeys.placed_events")
    assert _told(found) == _told(rows_of(engine, sql_text("40_journeys/placed_events.sql")))


def test_events_that_come_in_another_order_than_they_lay_in_are_refused() -> None:
    # One stream tells that they lie in order, another gives them.
    given = pa.record_batch({"person_key": [8, 7], "person_event_no": [1, 1], "kind_no": [1, 1]})
    with pytest.raises(ValueError, match="order"):
        list(lines_of_lives([given], 1, pa.table({"kind_no": [1]})))


def test_without_an_event_there_is_a_table_without_a_row(engine: DuckDBEngine) -> None:
    _fill(engine, {name: [] for name in _SCHEMAS})
    build_placed_events(engine)
    model = engine.connection.sql(sql_text("40_journeys/placed_events.sql"))
    table = engine.connection.table("journeys.placed_events")
    assert (table.fetchall(), table.columns, table.types) == ([], model.columns, model.types)

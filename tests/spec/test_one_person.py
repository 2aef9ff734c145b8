"""All events may be of one person: four times the events are four times the rows, not sixteen.

No table may join the events of a person with each other. Rows are counted, as DuckDB tells them of
every operator: time would say the same of more events, less surely.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import build_tables, read_models
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.engine.opening import set_option
from tests.build_helpers import KEY, SOURCES, instant_us, loaded
from tests.reference.model import Event

_FEW, _MANY = 250, 1000
_CONFIG = f"""
{SOURCES}
[[journey]]
name = "whole"
boundary = "whole"
goal = ["buy"]
timeout = "7 days"
[emotion]
answers = ["rating"]
about_before = "1 hour"
"""
_TABLES = [
    TableName.parse(name)
    for name in (
        *("identity.person_events", "sessions.session_events", "sessions.sessions"),
        *("journeys.placed_events", "journeys.contacts", "journeys.changes", "journeys.stays"),
        *("journeys.step_emotions", "journeys.judged_steps", "journeys.stage_counts"),
        *("journeys.stage_contact_counts", "journeys.endings", "journeys.move_counts"),
        *("journeys.move_waits", "journeys.stage_gaps"),
    )
]


def _events(count: int) -> list[Event]:
    """One person who writes, is called back elsewhere and rates it, each a minute later."""
    turns: tuple[dict[str, Any], ...] = (
        {"event": "write", "channel": "chat", "department": "sales"},
        {"event": "call back", "channel": "phone", "department": "care", "direction": "business"},
        {"event": "rating", "emotion": -1.0},
    )
    identifiers = {"user_id": "one"}
    return [
        Event(
            event_id=f"web:{number:05}",
            source="web",
            occurred_us=instant_us(1, second=60 * number),
            identifiers=identifiers,
            **turns[number % len(turns)],
        )
        for number in range(count)
    ]


def _rows_by_table(folder: Path, count: int) -> dict[str, int]:
    """The rows of all operators that make each table from so many events."""
    with loaded(_CONFIG, _events(count)) as engine:
        build_tables(engine, key=KEY, wanted=_TABLES)
        return {str(name): _rows_of(engine, name, folder / "profile.json") for name in _TABLES}


def _rows_of(engine: DuckDBEngine, name: TableName, told: Path) -> int:
    model = read_models()[name]
    set_option(engine.connection, "enable_profiling", value="json")
    set_option(engine.connection, "profiling_output", value=str(told))
    engine.connection.execute(model.streamed or model.select).fetchall()
    set_option(engine.connection, "enable_profiling", value="no_output")
    return sum(_rows_below(json.loads(told.read_text("utf-8"))["operator"]))


def _rows_below(operators: list[dict[str, Any]]) -> Iterator[int]:
    for operator in operators:
        yield int(operator["intermediate_rows"])
        yield from _rows_below(operator.get("children", []))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, int]]:
    folder = tmp_path_factory.mktemp("profiles")
    return {count: _rows_by_table(folder, count) for count in (_FEW, _MANY)}


@pytest.mark.parametrize("name", [str(name) for name in _TABLES])
def test_four_times_the_events_of_one_person_are_four_times_the_rows(
    rows: dict[int, dict[str, int]], name: str
) -> None:
    assert rows[_FEW][name] > _FEW
    assert rows[_MANY][name] < 5 * rows[_FEW][name]

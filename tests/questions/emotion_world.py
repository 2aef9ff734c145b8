"""The few tables that the emotion of steps and places is found from, made by hand.

In:     events of journeys, or values of visits
Out:    the rows of the two models
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.config.emotion import Emotion
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.settings_emotion import emotion_tables
from pipeline.sqlfiles import sql_text
from tests.reference.emotion import Said

Row = Mapping[str, Any]
_EVENTS = {"journey_key": "int64", "event_no": "int64", "step_no": "int64", "kind_no": "int64"}
_EVENTS |= {"occurred_us": "int64", "emotion": "float64"}
_EVENTS |= {"owner_key": "int64", "person_event_no": "int64"}
_KINDS = {"kind_no": "int64", "direction": "string", "touchpoint": "string"}
_STEPS = {"journey_key": "int64", "step_no": "int64", "journey_no": "int64", "person_key": "int64"}
_STEPS |= {"touchpoint": "string"}
_PLACED = {"touchpoint_no": "int64", "begins_step": "int32"}
_SAID = {"journey_key": "int64", "step_no": "int64", "measure": "string", "emotion": "float64"}


def put(engine: DuckDBEngine, name: str, kinds: Mapping[str, str], rows: Iterable[Row]) -> None:
    """Fill a table."""
    schema = pa.schema([(column, pa.type_for_alias(kind)) for column, kind in kinds.items()])
    engine.put_table(TableName.parse(name), pa.Table.from_pylist(list(rows), schema=schema))


def put_settings(engine: DuckDBEngine, settings: Emotion) -> None:
    """Fill the tables of settings."""
    for name, rows in emotion_tables(settings).items():
        engine.put_table(name, rows)


def step_emotions(
    engine: DuckDBEngine, events: Sequence[Said], settings: Emotion
) -> list[dict[str, Any]]:
    """The rows of journeys.step_emotions."""
    put_settings(engine, settings)
    kinds = sorted({(event.touchpoint, event.direction) for event in events})
    put(
        engine,
        "journeys.kinds",
        _KINDS,
        (
            {"kind_no": no, "touchpoint": kind[0], "direction": kind[1]}
            for no, kind in enumerate(kinds)
        ),
    )
    rows = [
        vars(event)
        | {
            "kind_no": kinds.index((event.touchpoint, event.direction)),
            "emotion": event.rating,
            "owner_key": event.journey_key,
            "person_key": event.journey_key,
            "person_event_no": event.event_no,
        }
        for event in events
    ]
    put(engine, "journeys.placed_events", _EVENTS, rows)
    put(
        engine,
        "identity.person_tones",
        {"person_key": "int64", "person_event_no": "int64", "tone": "float64"},
        (row for row in rows if row["tone"] is not None),
    )
    select = sql_text("40_journeys/step_emotions.sql")
    found: list[dict[str, Any]] = engine.read(select).to_pylist()
    return found


def emotion_of(
    engine: DuckDBEngine,
    steps: Iterable[Row],
    said: Iterable[Row],
    min_n: int,
    persona_of: Mapping[int, int] | None = None,
) -> list[dict[str, Any]]:
    """The rows of marts.emotion, with journeys.moods left behind.

    Definition 1 is "life"; "call" and "chat" are of stage "help".
    """
    put_settings(engine, Emotion(min_n=min_n))
    _put_steps(engine, list(steps))
    put(engine, "journeys.step_emotions", _SAID, said)
    put(
        engine,
        "config.journeys",
        {"journey": "string", "journey_no": "int64"},
        [{"journey": "life", "journey_no": 1}],
    )
    put(
        engine,
        "config.stages",
        {"stage": "string", "stage_no": "int64"},
        [{"stage": "help", "stage_no": 1}],
    )
    rules = [{"touchpoint": name, "stage": "help"} for name in ("call", "chat")]
    put(engine, "config.touchpoint_rules", {"touchpoint": "string", "stage": "string"}, rules)
    known = [{"person_key": key, "persona_no": no} for key, no in (persona_of or {}).items()]
    put(engine, "journeys.personas", {"person_key": "int64", "persona_no": "int64"}, known)
    engine.create_table(TableName("journeys", "moods"), sql_text("40_journeys/moods.sql"))
    found: list[dict[str, Any]] = engine.read(sql_text("50_marts/emotion.sql")).to_pylist()
    return found


def _put_steps(engine: DuckDBEngine, steps: Sequence[Row]) -> None:
    """The steps in words, and the events in numbers that they are of."""
    names = sorted({step["touchpoint"] for step in steps})
    events = [
        {**step, "touchpoint_no": names.index(step["touchpoint"]), "begins_step": 1}
        for step in steps
    ]
    put(engine, "journeys.steps", _STEPS, steps)
    put(engine, "journeys.placed_events", _STEPS | _PLACED, events)
    kinds = [{"touchpoint_no": number, "touchpoint": name} for number, name in enumerate(names)]
    put(engine, "journeys.kinds", {"touchpoint_no": "int64", "touchpoint": "string"}, kinds)

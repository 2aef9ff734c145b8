"""Journeys in words, and the tables of the journey map that SQL makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.models import load_checks
from pipeline.questions.contact_tables import STAGE_CONTACTS, build_stage_contacts
from pipeline.questions.stay_tables import SUMS, build_stages
from pipeline.questions.stay_times import TIMES
from pipeline.sqlfiles import sql_root, sql_text
from tests.questions.emotion_world import put
from tests.reference.stages import MICROS, Step, Told, handoffs_of

STAGES = ("see", "buy", "use")
STAGE_OF = {"ad": "see", "page": "see", "cart": "buy", "pay": "buy", "line": "use", "odd": None}
MARTS = (
    *("stages", "stage_moves", "stage_contacts", "stage_handoffs"),
    *("persona_stages", "persona_stage_contacts", "personas"),
)
COUNTS = (
    *("stage_counts", "stage_contact_counts", "stage_move_counts", "stage_arrivals"),
    *("stage_times", "persona_stage_times", "stage_gaps"),
)
PERSONA_OF = {"ana": "keen", "bea": "slow", "a": "keen", "b": "slow"}  # others have none
MINUTE = 60 * MICROS
CHECKS = [load_checks(sql_root())[name].select for name in ("stages_add_up", "personas_add_up")]


def told(name: str, steps: str, outcome: str, *, who: str = "", journey: str = "life") -> Told:
    """A journey from words such as "ad@web cart@app/mobile", a minute apart."""
    found = []
    for number, word in enumerate(steps.split()):
        touchpoint, _, where = word.partition("@")
        channel, _, device = where.partition("/")
        found.append(Step(number * MINUTE, touchpoint, channel or None, device or None))
    return Told(name, journey, who or name, tuple(found), outcome)


def marts_of(engine: DuckDBEngine, journeys: Sequence[Told]) -> dict[str, list[dict[str, Any]]]:
    """The tables as SQL makes them."""
    _fill(engine, journeys)
    for name in ("map_places", "stays", *COUNTS):
        engine.create_table(TableName("journeys", name), sql_text(f"40_journeys/{name}.sql"))
    for name in MARTS:
        engine.create_table(TableName("marts", name), sql_text(f"50_marts/{name}.sql"))
    return {
        name: engine.read(f"select * from marts.{name}").to_pylist()  # noqa: S608 (our own names)
        for name in MARTS
    }


def differing_counts(engine: DuckDBEngine) -> list[str]:
    """The tables of which arrays say something else than their models, where these can be made."""
    build_stages(engine, (*SUMS, *TIMES), most_steps=3)
    build_stage_contacts(engine, most_steps=3)
    made = {name: engine.read_table(name) for name in (*SUMS, *TIMES, STAGE_CONTACTS)}
    return [str(name) for name, rows in made.items() if _differs(engine, name, rows)]


def _differs(engine: DuckDBEngine, name: TableName, rows: pa.Table) -> bool:
    by_model = engine.connection.sql(sql_text(f"40_journeys/{name.table}.sql"))
    counted = engine.connection.from_arrow(rows)
    missing, more = by_model.except_(counted), counted.except_(by_model)
    same_kind = (by_model.columns, by_model.types) == (counted.columns, counted.types)
    return not same_kind or bool(missing.fetchall() or more.fetchall())


def _fill(engine: DuckDBEngine, journeys: Sequence[Told]) -> None:
    names = sorted({one.journey for one in journeys})
    people = sorted({one.person for one in journeys})
    keys = [64 * key + names.index(one.journey) for key, one in enumerate(journeys)]
    steps = [(key, one, n, step) for key, one in zip(keys, journeys, strict=True)
             for n, step in enumerate(one.steps, 1)]  # fmt: skip
    kinds = sorted({_kind(step) for *_, step in steps})
    touchpoints = sorted({kind[0] for kind in kinds})
    texts = dict.fromkeys(("touchpoint", "channel", "device", "department"), "string")
    put(engine, "config.journeys", {"journey": "string", "journey_no": "int64"},
        [{"journey": name, "journey_no": no} for no, name in enumerate(names)])  # fmt: skip
    put(engine, "config.stages", {"stage": "string", "stage_no": "int64", "question": "string"},
        [{"stage": stage, "stage_no": n, "question": "?"}
         for n, stage in enumerate(STAGES, 1)])  # fmt: skip
    put(engine, "config.touchpoint_rules", {"touchpoint": "string", "stage": "string"},
        [{"touchpoint": name, "stage": stage} for name, stage in STAGE_OF.items()])  # fmt: skip
    put(engine, "journeys.kinds", {"kind_no": "int64", "touchpoint_no": "int64", **texts},
        [{"kind_no": no, "touchpoint_no": touchpoints.index(kind[0]) + 1,
          **{name: text or None for name, text in zip(texts, kind, strict=True)}}
         for no, kind in enumerate(kinds)])  # fmt: skip
    numbers = ("journey_key", "journey_no", "person_key", "step_no", "begins_step", "kind_no",
               "touchpoint_no", "occurred_us")  # fmt: skip
    put(engine, "journeys.placed_events", dict.fromkeys(numbers, "int64"),
        [{"journey_key": key, "journey_no": names.index(one.journey),
          "person_key": people.index(one.person), "step_no": n, "begins_step": 1,
          "kind_no": kinds.index(_kind(step)), "occurred_us": step.at_us,
          "touchpoint_no": touchpoints.index(step.touchpoint) + 1}
         # Journeys lie in pieces, as where two threads write them.
         for key, one, n, step in sorted(steps, key=lambda each: -each[2] % 2)])  # fmt: skip
    put(engine, "config.settings", {"max_steps": "int64"}, [{"max_steps": 3}])
    own = {"journey_key": "int64", "journey_no": "int64", "person_key": "int64"}
    put(engine, "journeys.journeys",
        {**own, "journey": "string", "outcome": "string", "steps": "int64",
         "value": "float64"},
        [{"journey_key": key, "journey_no": names.index(one.journey), "journey": one.journey,
          "outcome": one.outcome, "steps": len(one.steps), "person_key": people.index(one.person),
          "value": float(key) if one.outcome == "reached" else None}
         for key, one in zip(keys, journeys, strict=True)])  # fmt: skip
    personas = sorted(set(PERSONA_OF.values()))
    put(engine, "journeys.personas",
        {"person_key": "int64", "persona": "string", "persona_no": "int64"},
        [{"person_key": key, "persona": persona, "persona_no": personas.index(persona) + 1}
         for key, who in enumerate(people) if (persona := PERSONA_OF.get(who))])  # fmt: skip
    put(engine, "journeys.handoffs",
        {**own, "kind": "string", "from_place": "string", "to_place": "string",
         "next_touchpoint_no": "int64", "wait_s": "float64"},
        [{"journey_key": key, "journey_no": names.index(one.journey),
          "person_key": people.index(one.person), "kind": kind, "from_place": a, "to_place": b,
          "next_touchpoint_no": touchpoints.index(after.touchpoint) + 1, "wait_s": wait}
         for key, one in zip(keys, journeys, strict=True)
         for kind, a, b, after, wait in handoffs_of(one)])  # fmt: skip
    put(engine, "marts.journeys", {"journey": "string", "outcome": "string"}, map(vars, journeys))


def _kind(step: Step) -> tuple[str, str, str, str]:
    return step.touchpoint, step.channel or "", step.device or "", step.department or ""

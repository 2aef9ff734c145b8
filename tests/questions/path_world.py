"""A small warehouse made by hand: just the tables that questions about paths read.

In:     journeys as lists of touches: touchpoint, time, channel, device, session
Out:    an engine on which `paths` runs, and the same steps for the reference
Note:   steps are collapsed here once more, in the simplest way
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.questions.paths import Paths, paths
from tests.reference.paths import Step

Row = dict[str, Any]
Ask = Callable[..., Paths]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE = "ana reached: web 0, cart 5, help 6, cart 9, pay~now 20"
NAMES = ["cart", "pay now", "help", "web"]
PERSONAS = {1: "new", 2: None, 3: "loyal"}
_TEXT, _COUNT, _TIME = pa.string(), pa.int64(), pa.timestamp("us", tz="UTC")
_PLACES = {"channel": _TEXT, "device": _TEXT, "department": _TEXT, "agent": _TEXT}
_KEYS = ("journey_key", "journey_no", "person_key", "owner_key", "person_event_no")
_BASE = dict.fromkeys(_KEYS, _COUNT)
_STEPS = {
    **_BASE,
    "step_no": _COUNT,
    "touchpoint": _TEXT,
    "occurred_us": _COUNT,
    "last_at": _TIME,
    "events": _COUNT,
    "next_touchpoint": _TEXT,
    "next_us": _COUNT,
    **_PLACES,
}
_EVENTS = {**_BASE, "event_no": _COUNT, "touchpoint": _TEXT, "occurred_us": _COUNT, **_PLACES}


@dataclass(frozen=True)
class Touch:
    """One event; `session` None is an event outside of visits."""

    name: str
    second: int
    channel: str | None = "web"
    device: str | None = None
    session: int | None = 1


@dataclass(frozen=True)
class Told:
    """One journey as told by a test."""

    person: int
    outcome: str
    touches: tuple[Touch, ...]


def told(text: str) -> list[Told]:
    """Read journeys, one a line: `ana reached: cart 0, pay 5 app`; a time is in seconds."""
    people = {"ana": 1, "bea": 2, "eva": 3}
    journeys = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head, _, rest = line.partition(":")
        who, outcome = head.split()
        touches = []
        for touch in rest.split(","):
            name, second, channel, *_ = [*touch.split(), "web"]
            touches.append(Touch(name.replace("~", " "), int(second), channel))
        journeys.append(Told(people[who], outcome, tuple(touches)))
    return journeys


def steps_of(journeys: Sequence[Told], *, collapse: bool) -> list[Step]:
    """The steps of the journeys as the reference takes them."""
    return [
        Step(**{n: row[n] for n in Step.__dataclass_fields__}) for row in _rows(journeys, collapse)
    ]


def _rows(journeys: Sequence[Told], collapse: bool) -> list[Row]:  # noqa: FBT001
    rows: list[Row] = []
    for key, journey in enumerate(journeys, start=1):
        own: list[Row] = []
        for number, touch in enumerate(journey.touches, start=1):
            us = touch.second * 1_000_000
            if collapse and own and own[-1]["name"] == touch.name:
                own[-1] |= {"last_us": us, "events": own[-1]["events"] + 1}
                continue
            own.append(
                vars(touch)
                | {"journey": key, "step_no": len(own) + 1, "person": journey.person}
                | {"us": us, "last_us": us, "events": 1, "outcome": journey.outcome}
                | {"persona": PERSONAS[journey.person], "person_event_no": key * 1000 + number}
            )
        rows += own
    return rows


def warehouse(engine: DuckDBEngine, journeys: Sequence[Told], *, repeats: str) -> None:
    """Fill the tables that questions about paths read."""
    steps = [_stored(row) for row in _rows(journeys, repeats == "collapse")]
    for here, row in enumerate(steps):
        follows = steps[here + 1] if here + 1 < len(steps) else None
        if follows is not None and follows["journey_key"] == row["journey_key"]:
            row |= {"next_touchpoint": follows["touchpoint"], "next_us": follows["occurred_us"]}
    events = [
        _stored(row) | {"event_no": row["step_no"]} for row in _rows(journeys, collapse=False)
    ]
    visits = [
        {
            "person_key": journey.person,
            "person_event_no": key * 1000 + number,
            "visit_us": touch.session,
        }
        for key, journey in enumerate(journeys, start=1)
        for number, touch in enumerate(journey.touches, start=1)
        if touch.session is not None
    ]
    heads = [
        {"journey_key": key, "journey_no": 1, "outcome": journey.outcome}
        for key, journey in enumerate(journeys, start=1)
    ]
    _put(engine, "journeys.steps", _STEPS, steps)
    _put(engine, "journeys.journey_events", _EVENTS, events)
    kinds = dict.fromkeys(("person_key", "person_event_no", "visit_us", "part_no"), _COUNT)
    _put(engine, "sessions.session_events", kinds, visits)
    kinds = {"journey_key": _COUNT, "journey_no": _COUNT, "outcome": _TEXT}
    _put(engine, "journeys.journeys", kinds, heads)
    kinds = {"journey": _TEXT, "journey_no": _COUNT, "position": _COUNT, "repeats": _TEXT}
    row = {"journey": "buy", "journey_no": 1, "position": 1, "repeats": repeats}
    _put(engine, "config.journeys", kinds, [row])
    _put(engine, "marts.journey_definitions", kinds, [row])


def empty_warehouse() -> DuckDBEngine:
    """An engine with the tables that do not differ from test to test."""
    engine = DuckDBEngine(":memory:", threads=1)
    touchpoints = dict.fromkeys(("touchpoint", "channel", "stage", "moment"), _TEXT)
    touchpoints |= dict.fromkeys(("stage_no", "events", "people"), _COUNT)
    _put(engine, "marts.touchpoints", touchpoints, [{"touchpoint": name} for name in NAMES])
    moves = dict.fromkeys(("journey", "kind", "from_value", "to_value"), _TEXT)
    moves |= dict.fromkeys(("moves", "people", "median_wait_s"), _COUNT)
    _put(engine, "marts.moves", moves, [])
    _put(engine, "config.settings", {"timezone": _TEXT}, [{"timezone": "Europe/Madrid"}])
    people = [
        {"person_key": key, "person_id": f"p{key}", "persona": PERSONAS[key]} for key in PERSONAS
    ]
    _put(engine, "identity.persons", {"person_key": _COUNT, "person_id": _TEXT}, people)
    _put(engine, "marts.people", {"person_id": _TEXT, "persona": _TEXT}, people)
    return engine


def _stored(row: Row) -> Row:
    return row | {
        "journey_key": row["journey"],
        "journey_no": 1,
        "person_key": row["person"],
        "owner_key": row["person"],
        "touchpoint": row["name"],
        "occurred_us": row["us"],
        "last_at": EPOCH + timedelta(microseconds=row["last_us"]),
    }


def _put(engine: DuckDBEngine, name: str, kinds: dict[str, pa.DataType], rows: list[Row]) -> None:
    columns = {
        column: pa.array([row.get(column) for row in rows], kind) for column, kind in kinds.items()
    }
    engine.put_table(TableName(*name.split(".")), pa.table(columns))


def asking(engine: DuckDBEngine) -> Ask:
    """What asks for the paths of a story that is told."""

    def asked(story: str, *, defined: str = "collapse", **options: Any) -> Paths:  # noqa: ANN401
        warehouse(engine, told(story), repeats=defined)
        return paths(engine.connection, journey="buy", **options)

    return asked


def lines(found: Paths) -> list[str]:
    """The flows in short, without the beginning: `1 cart > help 2`."""
    return [f"{f.step_no} {f.source} > {f.target} {f.journeys}" for f in found.flows if f.step_no]

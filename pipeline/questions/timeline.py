"""Everything one person did and met, event by event, from all sources.

In:     a warehouse that `journeys run` has built; an identifier in any spelling, a person's id, a
        journey's id, as `journeys explain` takes them
Out:    Timeline: shows itself in a notebook and on a terminal, and gives .frame(), .as_json()
Units:  times are UTC in frames and JSON, and of the project's time zone in text; waits in seconds
Errors: JourneysError when nothing, nobody's or several things are called so
Note:   it shows what was said and done: personal data
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.errors import JourneysError
from pipeline.identity.lookup import find
from pipeline.questions.common import rows_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Place:
    """Where in a journey an event is; `is_last` when nothing of the journey comes after it."""

    journey: str
    journey_id: str
    step_no: int
    outcome: str
    is_last: bool


@dataclass(frozen=True)
class Change:
    """A handoff that ends at an event."""

    journey: str
    journey_id: str
    kind: str
    from_value: str
    to_value: str
    wait_s: float
    is_repeated: bool
    came_back: bool


@dataclass(frozen=True)
class Moment:
    """One event, what it means, and where it stands in visits and journeys."""

    event_id: str
    occurred_at: datetime
    source: str
    event: str
    direction: str
    session_no: int | None
    touchpoint: str | None
    channel: str | None
    device: str | None
    department: str | None
    agent: str | None
    campaign: str | None
    page: str | None
    topic: str | None
    value: float | None
    currency: str | None
    emotion: float | None
    text: str | None
    places: tuple[Place, ...]
    handoffs: tuple[Change, ...]


@dataclass(frozen=True)
class Timeline:
    """All events of one person in order. In a notebook it shows its lines."""

    person_id: str
    notes: tuple[str, ...]
    language: str
    timezone: str
    moments: tuple[Moment, ...]

    def frame(self) -> pd.DataFrame:
        """One row per event; journeys, steps and handoffs as lists."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        return pd.DataFrame([asdict(moment) for moment in self.moments])

    def as_json(self) -> str:
        """Everything, times in ISO 8601."""
        return json.dumps(asdict(self), default=datetime.isoformat, ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        from pipeline.questions.timeline_text import timeline_lines  # noqa: PLC0415 - Babel is slow

        return "\n".join(timeline_lines(self))

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415

        return f"<pre>{escape(str(self))}</pre>"


def timeline(
    db: duckdb.DuckDBPyConnection, identifier: str, *, id_type: str | None = None, scope: str = ""
) -> Timeline:
    """All events of the person behind `identifier`, in the order in which they happened.

    `id_type` and `scope` choose where a value stands for several identifiers.
    """
    _, person_key, notes = find(db, identifier, id_type, scope)
    if person_key is None:
        raise JourneysError(
            f'"{identifier}" is nobody\'s: no event of it has a person.',
            fix=f'journeys explain "{identifier}" says why',
        )
    (person,) = db.execute(
        "select person_id from identity.persons where person_key = ?", [person_key]
    ).fetchall()
    (locale,) = rows_of(db, "questions/timeline_locale.sql")
    return Timeline(
        person_id=person[0],
        notes=tuple(notes),
        language=locale["language"],
        timezone=locale["timezone"],
        moments=_moments(db, person_key),
    )


def _moments(db: duckdb.DuckDBPyConnection, person_key: int) -> tuple[Moment, ...]:
    places = _by_event(rows_of(db, "questions/timeline_steps.sql", person_key=person_key))
    changes = _by_event(rows_of(db, "questions/timeline_handoffs.sql", person_key=person_key))
    return tuple(
        Moment(
            **row,
            places=tuple(Place(**place) for place in places.get(row["event_id"], [])),
            handoffs=tuple(Change(**change) for change in changes.get(row["event_id"], [])),
        )
        for row in rows_of(db, "questions/timeline_events.sql", person_key=person_key)
    )


def _by_event(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("event_id"), []).append(row)
    return found

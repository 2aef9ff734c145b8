"""The tables that are made by going along sorted rows, in place of the windows of their models.

In:     an engine with what the model of each table reads
Out:    those tables, in the present database
Errors: none
Why:    a window of DuckDB without parts goes along rows on one processor, half a CPU second for
        each thing that is found of ten million; here each takes a tenth of that. The models stay
        as the plain twins that tests compare with
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from pipeline.crowds import EVERYBODY, Crowd
from pipeline.engine.face import Engine, TableName
from pipeline.sqlfiles import sql_text
from pipeline.walks import change_walk
from pipeline.walks.change_walk import Meaning, Windows, changes_of, meaning_of
from pipeline.walks.contact_arrays import ContactEvents, sides_of
from pipeline.walks.following import FOLLOWED, with_what_follows
from pipeline.walks.journey_arrays import Events, events_of
from pipeline.walks.journey_walk import walk
from pipeline.walks.lives import lie_in_order, lines_of_lives, own_events_of_lives
from pipeline.walks.rules import rules_of
from pipeline.walks.visit_walk import SESSION_EVENTS, visits_of

ROWS_AT_ONCE = 122_880  # some twenty arrays of so many fit into caches; a row group of DuckDB


def build_placed_events(engine: Engine, rows: int = ROWS_AT_ONCE) -> None:
    """Make journeys.placed_events."""
    definitions, roles = (
        engine.read(sql_text(f"walks/{name}.sql")) for name in ("journey_rules", "journey_roles")
    )
    with _lines(engine, definitions, roles, rows) as lines:
        placed = walk(lines, rules_of(definitions, roles))
        engine.put_batches(_PLACED_EVENTS, FOLLOWED, with_what_follows(placed))


@contextmanager
def _lines(
    engine: Engine, definitions: pa.Table, roles: pa.Table, rows: int
) -> Iterator[Iterable[pa.RecordBatch]]:
    """The lines of all definitions: as events lie, where there is one of people and they do."""
    told = definitions.select(["journey_no", "is_of_people"]).to_pylist()
    if len(told) == 1 and told[0]["is_of_people"] and _lie_in_order(engine, rows):
        with engine.batches_of(sql_text("walks/lives.sql"), rows) as lives:
            yield lines_of_lives(lives, told[0]["journey_no"], roles)
    else:
        with engine.batches_of(sql_text("walks/journey_lines.sql"), rows) as lines:
            yield lines


def _lie_in_order(engine: Engine, rows: int) -> bool:
    with engine.batches_of(sql_text("walks/life_order.sql"), rows) as lives:
        return lie_in_order(lives)


def contact_events(
    engine: Engine, crowd: Crowd = EVERYBODY, rows: int = ROWS_AT_ONCE
) -> ContactEvents:
    """The events of the journeys of a crowd, to find contacts in."""
    kinds, definitions, places = (
        engine.read(sql_text(f"walks/{name}.sql"))
        for name in ("contact_kinds", "contact_definitions", "contact_places")
    )
    events = _events_in(engine, crowd, rows, ())
    events = events or _events_in(engine, crowd, rows, ("journey_key", "event_no"))
    if events is None:
        raise ValueError("events of a journey are to be numbered from 1 on, none twice")
    return ContactEvents(events, sides_of(places, kinds), definitions.column(0).to_numpy())


def _events_in(engine: Engine, crowd: Crowd, rows: int, order: Sequence[str]) -> Events | None:
    """The events of a crowd, read in some order or as they lie; none where that is another.

    In a whole build they lie as they were placed. To sort them takes twice as long as to read them.
    """
    asked = crowd.asked()
    (most,) = engine.read(sql_text("walks/events_of_crowd.sql"), asked).column(0).to_pylist()
    with engine.batches_of(sql_text("walks/contact_events.sql"), rows, order, asked) as batches:
        return events_of(batches, most)


def build_changes(engine: Engine, rows: int = ROWS_AT_ONCE) -> None:
    """Make journeys.changes."""
    own = contact_events(engine, rows=rows)
    changing = np.zeros(len(own.events.key), bool)
    for side_no in own.sides:
        contacts = own.contacts(side_no)
        changing[contacts.journey[contacts.changing()]] = True
    put_changes(engine, changes_of(own.of(changing), *change_rules(engine), rows))


def change_rules(engine: Engine) -> tuple[Meaning, Windows]:
    """What is to be known of events to tell what a change repeats."""
    kinds, limits = (
        engine.read(sql_text(f"walks/{name}.sql")) for name in ("change_kinds", "change_windows")
    )
    return meaning_of(kinds), Windows(**limits.to_pylist()[0])


def put_changes(engine: Engine, changes: Iterable[pa.RecordBatch]) -> None:
    """Make journeys.changes of rows that are asked for batch by batch."""
    engine.put_batches(CHANGES, change_walk.CHANGES, changes)


def build_session_events(engine: Engine, rows: int = ROWS_AT_ONCE) -> None:
    """Make sessions.session_events."""
    limits = engine.read(sql_text("walks/visit_settings.sql")).to_pylist()[0]
    with _own_events(engine, rows, by_silence=limits.pop("ends_by_silence")) as events:
        engine.put_batches(_SESSION_EVENTS, SESSION_EVENTS, visits_of(events, **limits))


@contextmanager
def _own_events(
    engine: Engine, rows: int, *, by_silence: bool
) -> Iterator[Iterable[pa.RecordBatch]]:
    """The events by which people act: as they lie, where silence alone ends visits and they do."""
    if by_silence and _lie_in_order(engine, rows):
        kinds = engine.read(sql_text("walks/visit_kinds.sql"))
        with engine.batches_of(sql_text("walks/visit_lives.sql"), rows) as lives:
            yield own_events_of_lives(lives, kinds)
    else:
        with engine.batches_of(sql_text("walks/own_events.sql"), rows) as events:
            yield events


_SESSION_EVENTS = TableName("sessions", "session_events")
_PLACED_EVENTS = TableName("journeys", "placed_events")
CHANGES = TableName("journeys", "changes")
# What contacts are found in.
CONTACT_READS = (
    TableName("config", "journeys"),
    *(TableName("journeys", table) for table in ("kinds", "places", "placed_events")),
)
# What is to be known of those that are elsewhere than the one before.
CHANGE_READS = tuple(
    TableName("config", table)
    for table in ("answer_touchpoints", "handoff_settings", "login_touchpoints")
)

# How each is made.
WALKS: dict[TableName, Callable[[Engine], None]] = {
    _SESSION_EVENTS: build_session_events,
    _PLACED_EVENTS: build_placed_events,
    CHANGES: build_changes,
}

"""The tables that are made by going along sorted rows, in place of the windows of their models.

In:     an engine with what the model of each table reads
Out:    those tables, in the present database
Errors: none
Why:    a window of DuckDB without parts goes along rows on one processor, half a CPU second for
        each thing that is found of ten million; here each takes a tenth of that. The models stay
        as the plain twins that tests compare with
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.engine.face import Engine, TableName
from pipeline.sqlfiles import sql_text
from pipeline.walks import change_walk
from pipeline.walks.change_walk import Windows, changes_of, meaning_of
from pipeline.walks.contact_walk import CONTACTS, contacts_of, sides_of
from pipeline.walks.following import FOLLOWED, with_what_follows
from pipeline.walks.journey_arrays import events_of
from pipeline.walks.journey_walk import walk
from pipeline.walks.rules import rules_of
from pipeline.walks.visit_walk import SESSION_EVENTS, visits_of

ROWS_AT_ONCE = 122_880  # some twenty arrays of so many fit into caches; a row group of DuckDB


def build_placed_events(engine: Engine, rows: int = ROWS_AT_ONCE) -> None:
    """Make journeys.placed_events."""
    definitions, roles = (
        engine.read(sql_text(f"walks/{name}.sql")) for name in ("journey_rules", "journey_roles")
    )
    with engine.batches_of(sql_text("walks/journey_lines.sql"), rows) as lines:
        placed = walk(lines, rules_of(definitions, roles))
        engine.put_batches(_PLACED_EVENTS, FOLLOWED, with_what_follows(placed))


def build_contacts(engine: Engine, rows: int = ROWS_AT_ONCE) -> None:
    """Make journeys.contacts."""
    places = engine.read(sql_text("walks/contact_places.sql"))
    with engine.batches_of(sql_text("walks/contact_events.sql"), rows) as events:
        engine.put_batches(_CONTACTS, CONTACTS, contacts_of(events, places))


def build_changes(engine: Engine, rows: int = ROWS_AT_ONCE) -> None:
    """Make journeys.changes."""
    kinds, limits, places = (
        engine.read(sql_text(f"walks/{name}.sql"))
        for name in ("change_kinds", "change_windows", "contact_places")
    )
    told = meaning_of(kinds), Windows(**limits.to_pylist()[0])
    with engine.batches_of(sql_text("walks/change_events.sql"), rows) as batches:
        events = events_of(batches, engine.count(_PLACED_EVENTS))
    select = sql_text("walks/changes_of_side.sql")
    with engine.beside() as other:
        found = changes_of(
            events,
            sides_of(places),
            lambda side_no: other.read(select, {"side": side_no}),
            told,
            rows,
        )
        engine.put_batches(CHANGES, change_walk.CHANGES, found)


def build_session_events(engine: Engine, rows: int = ROWS_AT_ONCE) -> None:
    """Make sessions.session_events."""
    limits = engine.read(sql_text("walks/visit_settings.sql")).to_pylist()[0]
    with engine.batches_of(sql_text("walks/own_events.sql"), rows) as events:
        engine.put_batches(_SESSION_EVENTS, SESSION_EVENTS, visits_of(events, **limits))


_SESSION_EVENTS = TableName("sessions", "session_events")
_PLACED_EVENTS = TableName("journeys", "placed_events")
_CONTACTS = TableName("journeys", "contacts")
CHANGES = TableName("journeys", "changes")

# How each is made.
WALKS: dict[TableName, Callable[[Engine], None]] = {
    _SESSION_EVENTS: build_session_events,
    _PLACED_EVENTS: build_placed_events,
    _CONTACTS: build_contacts,
    CHANGES: build_changes,
}

"""What new events add to identity, where the events of the build before are what they were.

In:     staging and identity as far as made; files that came since the build before
Out:    identity.bundles, bundle_values, bundle_identifiers and event_bundles with what new files
        add; identity.person_events, person_bundles, person_identifiers, persons and people with the
        rows of those made again to whom an event may belong or belonged
Errors: JourneysError naming the table whose SELECT fails
Note:   the SELECTs are those of a whole build, in databases aside that show them the rows of new
        files, or the events of those people. Where anything that was delivered before may not be
        the same (batch/obstacles.sql), all rows are made
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from pipeline.batches.delivered import Delivered
from pipeline.batches.formers import (
    BUNDLE_IDENTIFIERS,
    BUNDLES,
    PERSONS,
    former,
)
from pipeline.batches.people import SCHEMA
from pipeline.batches.showing import Showing
from pipeline.engine.face import Engine, TableName
from pipeline.identity.event_order import PERSON_EVENTS, build_person_events
from pipeline.models import Model
from pipeline.sqlfiles import sql_text

_BUNDLE_VALUES, _EVENT_BUNDLES = (
    TableName("identity", table) for table in ("bundle_values", "event_bundles")
)
_BY_PERSON = (
    *(TableName("identity", table) for table in ("person_bundles", "person_identifiers")),
    PERSONS,
)
_PEOPLE = TableName("identity", "people")
# What tells whom a batch touches is found of those alone who are made again: table, and its former.
_COMPARED = {"changed_events": PERSON_EVENTS, "renamed_people": PERSONS}
_ADDED = TableName(SCHEMA, "added_bundles")
_TOLD_AGAIN = TableName(SCHEMA, "bundles")
CANDIDATES = TableName(SCHEMA, "candidates")


@dataclass
class Arrivals:
    """What new files say; databases aside: combinations that were not there, whom it concerns."""

    delivered: Delivered
    added: Showing
    concerned: Showing
    models: Mapping[TableName, Model]
    # Whether all that was delivered before is what it was.
    adds_only: bool = False

    def makers(self, engine: Engine) -> dict[TableName, Callable[[], None]]:
        """How these tables are made."""
        return {
            BUNDLES: partial(self._bundles, engine),
            _BUNDLE_VALUES: partial(self._bundle_values, engine),
            BUNDLE_IDENTIFIERS: partial(self._bundle_identifiers, engine),
            _EVENT_BUNDLES: partial(self._event_bundles, engine),
            PERSON_EVENTS: partial(self._person_events, engine),
            **{name: partial(self._by_person, engine, name) for name in _BY_PERSON},
            _PEOPLE: partial(self._people, engine),
        }

    def _bundles(self, engine: Engine) -> None:
        self.adds_only = self.delivered.adds_only
        if not self.adds_only:
            engine.rename_table(BUNDLES, former(BUNDLES))
            self._make_whole(engine, BUNDLES)
            return
        self.delivered.show_events(engine)
        self.delivered.aside.show(engine, former(BUNDLES), BUNDLES)
        self.delivered.make(engine, BUNDLES)
        new = self.delivered.read(engine, "from identity.bundles")
        engine.put_table(TableName(SCHEMA, "new_bundles"), new)
        for table in (_ADDED, _TOLD_AGAIN):
            _make(engine, table.table)
        engine.replace_rows(BUNDLES, "bundle_no", _TOLD_AGAIN)

    def _bundle_values(self, engine: Engine) -> None:
        if not self.adds_only:
            self._make_whole(engine, _BUNDLE_VALUES)
            return
        self.added.show(engine, BUNDLES, _ADDED)
        self._add(engine, _BUNDLE_VALUES)

    def added_values(self, engine: Engine) -> pa.Table:
        """The identifiers of new combinations, after identity.bundle_values was added to."""
        with engine.within(self.added.database):
            return engine.read("from identity.bundle_values")

    def _bundle_identifiers(self, engine: Engine) -> None:
        if not self.adds_only:
            engine.rename_table(BUNDLE_IDENTIFIERS, former(BUNDLE_IDENTIFIERS))
            self._make_whole(engine, BUNDLE_IDENTIFIERS)
            return
        self._add(engine, BUNDLE_IDENTIFIERS)
        were = sql_text("batch/former_bundle_identifiers.sql")
        engine.create_view(former(BUNDLE_IDENTIFIERS), were)

    def _add(self, engine: Engine, name: TableName) -> None:
        """Add the rows of combinations that are new."""
        self._make(engine, self.added, name)
        engine.take_rows(name, "bundle_no", _ADDED, self.added.database)

    def _event_bundles(self, engine: Engine) -> None:
        if not self.adds_only:
            self._make_whole(engine, _EVENT_BUNDLES)
            return
        # New files have made their own combinations, with their numbers.
        self.delivered.make(engine, _EVENT_BUNDLES)
        added = self.delivered.read(engine, "from identity.event_bundles")
        engine.put_table(TableName(SCHEMA, "new_event_bundles"), added)
        engine.append(_EVENT_BUNDLES, added)

    def _person_events(self, engine: Engine) -> None:
        if not self.adds_only:
            engine.rename_table(PERSON_EVENTS, former(PERSON_EVENTS))
            self._make_whole(engine, PERSON_EVENTS)
            return
        for table in ("moved_bundles", "moved_events", "candidates"):
            _make(engine, table)
        engine.create_table(former(PERSON_EVENTS), sql_text("batch/former_person_events.sql"))
        self.concerned.show(engine, _EVENT_BUNDLES, _make(engine, "own_event_bundles"))
        self.concerned.show(engine, CANDIDATES, CANDIDATES)
        model = self.models[PERSON_EVENTS]
        for name in model.reads:
            self.concerned.show(engine, name, name)
        self.concerned.make(engine, TableName(SCHEMA, "placed_events"), model.select)
        self.concerned.make(engine, PERSON_EVENTS, sql_text("batch/own_person_events.sql"))
        engine.take_rows(PERSON_EVENTS, "person_key", CANDIDATES, self.concerned.database)

    def _by_person(self, engine: Engine, name: TableName) -> None:
        if not self.adds_only:
            if name == PERSONS:
                engine.rename_table(name, former(name))
            self._make_whole(engine, name)
            return
        self._make(engine, self.concerned, name)
        if name == PERSONS:
            engine.create_table(former(name), sql_text("batch/former_persons.sql"))
        engine.take_rows(name, "person_key", CANDIDATES, self.concerned.database)

    def _people(self, engine: Engine) -> None:
        if not self.adds_only:
            self._make_whole(engine, _PEOPLE)
            return
        self._make(engine, self.concerned, _PEOPLE)
        gone = _make(engine, "candidate_ids")
        engine.take_rows(_PEOPLE, "person_id", gone, self.concerned.database)

    def compare(self, engine: Engine) -> None:
        """Fill batch.changed_events and renamed_people."""
        for table, compared in _COMPARED.items():
            if not self.adds_only:
                _make(engine, table)
                continue
            self.concerned.show(engine, former(compared), former(compared))
            with engine.within(self.concerned.database):
                rows = engine.read(sql_text(f"batch/{table}.sql"))
            engine.put_table(TableName(SCHEMA, table), rows)

    def _make(self, engine: Engine, aside: Showing, name: TableName) -> None:
        for read in self.models[name].reads:
            aside.show(engine, read, read)
        aside.make(engine, name, self.models[name].select)

    def _make_whole(self, engine: Engine, name: TableName) -> None:
        model = self.models[name]
        if name == PERSON_EVENTS:
            build_person_events(engine, model)
        else:
            engine.create_table(name, model.streamed or model.select, model.plain)


def _make(engine: Engine, table: str) -> TableName:
    name = TableName(SCHEMA, table)
    engine.create_table(name, sql_text(f"batch/{table}.sql"))
    return name

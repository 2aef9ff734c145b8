"""Follow devices, records and disputed addresses anew of which new events tell anything.

In:     identity.owners and known_bundles, as they are and as they were (former_...); the tables
        below of the build before; batch.new_bundles
Out:    identity.owner_options and owned_events as a whole build makes them; batch.own_events, to
        which what is new of both is confined
Errors: JourneysError naming the table whose SELECT fails
Note:   what is told of an identifier depends on the combinations that hold it, on their events, on
        whose they are known to be, and on which identifiers beside it are followed, too. Whoever
        has any of these in another way is followed anew, event by event
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from pipeline.batches.arrivals import Arrivals
from pipeline.batches.formers import OWNED_EVENTS, former
from pipeline.batches.people import SCHEMA
from pipeline.batches.showing import Showing
from pipeline.engine.face import Engine, TableName
from pipeline.models import Model
from pipeline.sqlfiles import sql_text

_HELD, _OWNERS, _TIMELINES, _OPTIONS = (
    TableName("identity", table)
    for table in ("bundle_identifiers", "owners", "owner_timelines", "owner_options")
)
_FOLLOWED = TableName(SCHEMA, "owning_identifiers")
_EVENTS = TableName(SCHEMA, "own_events")


@dataclass
class Ownership:
    """Databases aside: the identifiers that are followed anew, what they tell, of which events."""

    followed: Showing
    told: Showing
    owned: Showing
    arrivals: Arrivals
    models: Mapping[TableName, Model]

    def makers(
        self, engine: Engine, whole: Mapping[TableName, Callable[[], None]]
    ) -> dict[TableName, Callable[[], None]]:
        """How these tables are made, given how a `whole` build does it."""
        steps = {_OPTIONS: self._tell, OWNED_EVENTS: self._own}
        return {
            name: partial(self._make, engine, name, step, whole[name])
            for name, step in steps.items()
        }

    def _make(
        self,
        engine: Engine,
        name: TableName,
        step: Callable[[Engine], None],
        whole: Callable[[], None],
    ) -> None:
        if self.arrivals.adds_only:
            step(engine)
            return
        if name == OWNED_EVENTS:
            engine.rename_table(name, former(name))
        whole()

    def _follow(self, engine: Engine) -> None:
        """Follow the identifiers of a batch, which are few: in windows, aside."""
        for table in ("owning_bundles", "owning_identifiers", "own_owners", "own_events"):
            _put(engine, table)
        self._show(engine, self.followed, _TIMELINES, {_OWNERS: "own_owners"})
        with engine.within(self.followed.database):
            lines = engine.read("from identity.owner_timelines")
        engine.put_table(TableName(SCHEMA, "own_timelines"), lines)
        _put(engine, "own_held")

    def _tell(self, engine: Engine) -> None:
        self._follow(engine)
        seen = {_TIMELINES: "own_timelines", _HELD: "own_held"}
        self._show(engine, self.told, _OPTIONS, seen)
        engine.take_rows(_OPTIONS, "identifier_no", _FOLLOWED, self.told.database)
        _put(engine, "own_options")

    def _own(self, engine: Engine) -> None:
        self._show(engine, self.owned, OWNED_EVENTS, {_OPTIONS: "own_options"})
        engine.create_table(former(OWNED_EVENTS), sql_text("batch/former_owned_events.sql"))
        engine.take_rows(OWNED_EVENTS, "event_key", _EVENTS, self.owned.database)

    def _show(
        self, engine: Engine, aside: Showing, name: TableName, seen: Mapping[TableName, str]
    ) -> None:
        """Make a table aside, where some of what it reads is what the batch has to do with."""
        for read in self.models[name].reads:
            own = TableName(SCHEMA, seen[read]) if read in seen else read
            aside.show(engine, read, own)
        aside.make(engine, name, self.models[name].select)


def _put(engine: Engine, table: str) -> None:
    engine.create_table(TableName(SCHEMA, table), sql_text(f"batch/{table}.sql"))

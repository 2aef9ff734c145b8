"""Number the identifiers of a batch, name the new ones, and join those it has a part in.

In:     identity.components and refusals of the build before; identity.identifiers, links, aliases
        and cannot_links, as they are and as they were (former_...)
Out:    identity.identifiers, pseudonyms, components, refusals and changes as a whole build makes
        them, but for numbers, which are those of the build before
Errors: JourneysError for overrides that contradict each other
Note:   the comparison of links is what counts, not what was delivered: a link is gone where one of
        its ends has become busy. Where an identifier may be gone, or all have other numbers, all
        is joined anew
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from pipeline.batches.arrivals import Arrivals
from pipeline.batches.formers import IDENTIFIERS, empty_former, former
from pipeline.batches.numbering import ADDED_IDENTIFIERS, add_identifiers
from pipeline.batches.showing import Showing
from pipeline.engine.face import Engine, TableName
from pipeline.identity.changes import (
    ASSIGNMENTS,
    CHANGES,
    FORMER_PEOPLE,
    keep_former_people,
    record_changes,
)
from pipeline.identity.components import COMPONENTS, build_components
from pipeline.identity.names import PSEUDONYMS, build_pseudonyms
from pipeline.identity.replay import replay_batch, replay_conflicts
from pipeline.models import Model
from pipeline.sqlfiles import sql_text

_BROUGHT = tuple(
    TableName("identity", table) for table in ("new_identifiers", "new_links", "gone_links")
)
# What is read besides what the SELECTs of these tables read: whom identifiers stood for is read, if
# at all, before they are named anew.
READS = {ASSIGNMENTS: PSEUDONYMS}
_NUMBERS = "select count(distinct identifier_no) as numbers from identity.identifiers"


@dataclass
class Joining:
    """Databases aside for new identifiers; why all links were joined anew, if they were."""

    numbered: Showing
    named: Showing
    arrivals: Arrivals
    reason: str | None = None

    def makers(
        self,
        engine: Engine,
        models: Mapping[TableName, Model],
        key: bytes,
        whole: Mapping[TableName, Callable[[], None]],
    ) -> dict[TableName, Callable[[], None]]:
        """How these tables are made, given how a `whole` build does it."""
        return {
            IDENTIFIERS: partial(self.number, engine, models[IDENTIFIERS]),
            PSEUDONYMS: partial(self.name, engine, key),
            COMPONENTS: partial(self.join, engine),
            FORMER_PEOPLE: lambda: None,  # made when it is known whether numbers stayed
            ASSIGNMENTS: partial(_assign, engine, whole[ASSIGNMENTS]),
            CHANGES: partial(self.record, engine),
        }

    def number(self, engine: Engine, model: Model) -> None:
        """Make identity.identifiers; number all of them anew where a new one found no room."""
        if self.arrivals.adds_only:
            values = self.arrivals.added_values(engine)
            if add_identifiers(engine, model, values, self.numbered):
                return
            self.reason = "identifiers were numbered anew"
            # From here on nothing can be added to what goes by the former numbers.
            self.arrivals.adds_only = False
        else:
            self.reason = "events of the build before may not be the same"
        engine.rename_table(IDENTIFIERS, former(IDENTIFIERS))
        engine.create_table(IDENTIFIERS, model.select)
        if engine.count(IDENTIFIERS) > engine.read(_NUMBERS).column("numbers")[0].as_py():
            empty_former(engine, IDENTIFIERS)
            engine.create_table(IDENTIFIERS, model.select)

    def name(self, engine: Engine, key: bytes) -> None:
        """Add the names of new identifiers to identity.pseudonyms, or give all of them one."""
        if self.reason is not None:
            keep_former_people(engine)
            build_pseudonyms(engine, key)
            return
        self.named.show(engine, IDENTIFIERS, ADDED_IDENTIFIERS)
        with engine.within(self.named.database):
            build_pseudonyms(engine, key)
        engine.take_rows(PSEUDONYMS, "identifier_no", ADDED_IDENTIFIERS, self.named.database)

    def join(self, engine: Engine) -> None:
        """Bring identity.components and refusals up to date."""
        if self.reason is not None:
            build_components(engine)
            replay_conflicts(engine)
            return
        for name in _BROUGHT:
            engine.create_table(name, sql_text(f"batch/{name.table}.sql"))
        replay_batch(engine)
        for name in _BROUGHT:
            engine.drop_table(name)

    def record(self, engine: Engine) -> None:
        """Add to identity.changes: of all identifiers, or of those told by their numbers."""
        if self.reason is None:
            engine.create_table(FORMER_PEOPLE, sql_text("batch/former_people.sql"))
        record_changes(engine)
        engine.drop_table(former(ASSIGNMENTS))


def _assign(engine: Engine, whole: Callable[[], None]) -> None:
    engine.rename_table(ASSIGNMENTS, former(ASSIGNMENTS))
    whole()

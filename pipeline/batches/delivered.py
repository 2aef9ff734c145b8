"""What new files say, and the tables of staging that they add to.

In:     files that came since the build before; staging as far as made; what staging and identity
        were in the build before
Out:    staging.doubled_events, doubtful_texts, event_kinds, event_times and data_window,
        identity.emails and phones with what new files add; their events in a database aside
Errors: JourneysError naming the table whose SELECT fails
Note:   the SELECTs are those of a whole build, shown the rows of new files. Where anything that was
        delivered before may not be the same (batch/obstacles.sql), or is delivered again
        (batch/delivered_again.sql), or two ids have one key (batch/alike_ids.sql), all rows are
        read
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

import pyarrow as pa

from pipeline.batches.people import SCHEMA
from pipeline.batches.showing import Showing
from pipeline.engine.face import Engine, TableName
from pipeline.meaning import LOOKUPS, build_lookup
from pipeline.models import Model
from pipeline.sqlfiles import sql_text

Makers = dict[TableName, Callable[[], None]]

_RAW = (TableName("raw", "generic_events"), TableName("raw", "segment_events"))
_DELIVERED = tuple(
    TableName("staging", table)
    for table in ("stg_generic__events", "stg_segment__events", "delivered_events")
)
EVENTS = TableName("staging", "events")
_DOUBLED = TableName("staging", "doubled_events")
# Each is made anew out of what it was and what new files say.
_SUMS = tuple(
    TableName("staging", table)
    for table in ("doubtful_texts", "event_kinds", "event_times", "data_window")
)
# Before it is made, events are not told.
_TEXTS = _SUMS[0]
_WRITTEN = tuple(TableName("identity", table) for table in ("emails", "phones"))
# What is read besides what the SELECTs of these tables read.
READS = {_DOUBLED: TableName("staging", "counted_files"), _TEXTS: _DOUBLED}


@dataclass
class Delivered:
    """A database aside that shows what new files say."""

    aside: Showing
    models: Mapping[TableName, Model]
    # Whether all that was delivered before is what it was, and none of it was delivered again.
    adds_only: bool = False
    _one_at_a_time: Lock = field(default_factory=Lock)

    def makers(self, engine: Engine, whole: Mapping[TableName, Callable[[], None]]) -> Makers:
        """How these tables are made, given how a `whole` build does it."""
        steps = dict.fromkeys(_SUMS, self._add_up) | dict.fromkeys(_WRITTEN, self._name)
        makers: Makers = {
            name: partial(self._make, engine, name, step, whole[name])
            for name, step in steps.items()
        }
        return makers | {_DOUBLED: partial(self._doubled, engine, whole[_DOUBLED])}

    def make(self, engine: Engine, name: TableName) -> None:
        """Make a table there, by the SELECT of a whole build."""
        for read in self.models[name].reads:
            self.aside.show(engine, read, read)
        self.aside.make(engine, name, self.models[name].select)

    def read(self, engine: Engine, select: str) -> pa.Table:
        """What was made of new files: it is as small as they are."""
        with engine.within(self.aside.database):
            return engine.read(select)

    def show_events(self, engine: Engine) -> None:
        """Make the events of new files, if nobody did."""
        with self._one_at_a_time:
            if EVENTS not in self.aside.seen:
                self.make(engine, EVENTS)

    def _doubled(self, engine: Engine, whole: Callable[[], None]) -> None:
        """Make staging.doubled_events, and find out whether new files do nothing but add."""
        if engine.read(sql_text("batch/obstacles.sql")).num_rows > 0:
            whole()
            return
        files = TableName(SCHEMA, "new_files")
        engine.create_table(files, sql_text("batch/new_files.sql"))
        with engine.within(self.aside.database):
            engine.create_schema("raw")
        for raw in _RAW:
            engine.keep_rows(raw, "file_id", files, self.aside.database)
            self.aside.seen.add(raw)
        for name in _DELIVERED:
            self.make(engine, name)
        ids = self.read(engine, sql_text("batch/fresh_ids.sql"))
        engine.put_table(TableName(SCHEMA, "fresh_ids"), ids)
        if engine.read(sql_text("batch/alike_ids.sql")).num_rows > 0:
            whole()
            return
        # Read before it goes: it is made out of what it was.
        engine.put_table(_DOUBLED, engine.read(sql_text("batch/doubled_events.sql")))
        self.adds_only = engine.read(sql_text("batch/delivered_again.sql")).num_rows == 0

    def _make(
        self,
        engine: Engine,
        name: TableName,
        step: Callable[[Engine, TableName], None],
        whole: Callable[[], None],
    ) -> None:
        if not self.adds_only:
            whole()
            return
        if name != _TEXTS:
            self.show_events(engine)
        step(engine, name)

    def _add_up(self, engine: Engine, name: TableName) -> None:
        self.make(engine, name)
        new = self.read(engine, _all_of(name))
        engine.put_table(TableName(SCHEMA, f"new_{name.table}"), new)
        engine.put_table(name, engine.read(sql_text(f"batch/{name.table}.sql")))

    def _name(self, engine: Engine, name: TableName) -> None:
        """Add what values mean that new files have: each means what it means by itself."""
        for read in LOOKUPS[name].reads:
            self.aside.show(engine, read, read)
        with engine.within(self.aside.database):
            build_lookup(engine, name, LOOKUPS[name])
        new = TableName(SCHEMA, f"new_{name.table}")
        engine.put_table(new, self.read(engine, _all_of(name)))
        engine.replace_rows(name, "written", new)


def _all_of(name: TableName) -> str:
    return f"from {name}"

"""A database aside that shows tables of the warehouse, as they are or some rows of them.

In:     the names of tables, and of those of the warehouse that are to be seen by them
Out:    views in the database aside, made when somebody first asks for them
Errors: none
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from pipeline.engine.face import Engine, TableName


@dataclass
class Showing:
    """Its name, and what can be seen there, or was made there."""

    database: str
    seen: set[TableName] = field(default_factory=set)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def show(self, engine: Engine, name: TableName, original: TableName) -> None:
        """Let a table of the warehouse be seen by a name."""
        with self._one_at_a_time:
            if name not in self.seen:
                engine.show_within(self.database, {name: original})
                self.seen.add(name)

    def make(self, engine: Engine, name: TableName, select: str) -> None:
        """Make a table there, out of what can be seen."""
        self.make_by(engine, name, lambda own: own.create_table(name, select))

    def make_by(self, engine: Engine, name: TableName, build: Callable[[Engine], None]) -> None:
        """Make a table there by Python."""
        with engine.within(self.database):
            build(engine)
        self.seen.add(name)

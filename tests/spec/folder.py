"""A project's folder, to which files are delivered day by day.

In:     CSV rows without their header, by file name
Out:    what a load reports, and rows of the published warehouse
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.config import load_config
from pipeline.run import Plan, RunResult, run, warehouse_path
from pipeline.warehouse import reading
from tests.build_helpers import rows_of

HEADER = "id,who,at,event,mail,phone,direction\n"
SOURCE = """
[[source]]
name = "{name}"
files = ["{files}"]
[source.columns]
event = "event"
occurred_at = "at"
event_id = "id"
user_id = "who"
email = "mail"
phone = "phone"
direction = "direction"
"""
JOURNEY = """
[[journey]]
name = "life"
boundary = "whole"
goal = ["a"]
timeout = "1 day"
"""
WEB = SOURCE.format(name="web", files="web/*.csv")


class Folder:
    """A project's folder, whose files are written and loaded as a day goes by."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config = WEB

    def write(self, files: Mapping[str, str]) -> None:
        """Deliver CSV files, given as rows without the header."""
        for name, rows in files.items():
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            text = "\n".join(line.strip() for line in rows.strip().splitlines())
            path.write_text((HEADER if name.endswith("csv") else "") + text + "\n")

    def load(self, *, build: bool = False) -> RunResult:
        """Load what is there now."""
        path = self.root / "journeys.toml"
        path.write_text(self.config + JOURNEY)
        return run(load_config(path), Plan(load=True, build=build))

    def ask(self, select: str) -> list[tuple[object, ...]]:
        """The rows of a SELECT on the published warehouse."""
        project = load_config(self.root / "journeys.toml")
        with reading(warehouse_path(project)) as engine:
            return [tuple(row.values()) for row in rows_of(engine, select)]

    def events(self) -> list[str]:
        """The names of the loaded events."""
        rows = self.ask("select event from raw.generic_events order by event")
        return [str(event) for (event,) in rows]

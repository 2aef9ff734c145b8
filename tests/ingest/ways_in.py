"""Small projects of one source, loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.config import load_config
from pipeline.ingest import FileReport
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading

Row = dict[str, Any]
COLUMNS = """
[source.columns]
event = "what"
occurred_at = "at"
customer_id = "who"
"""
_JOURNEY = """
[[touchpoint]]
name = "all"
match = { event = "*" }
[[journey]]
name = "j"
boundary = "whole"
goal = ["all"]
timeout = "1 day"
"""


@dataclass(frozen=True)
class Outcome:
    """What a run took, refused and rejected."""

    events: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, str, str]]:
        return [
            (e["customer_id"], e["event"], f"{e['occurred_at']:%Y-%m-%d %H:%M:%S}")
            for e in self.events
        ]

    @property
    def statuses(self) -> list[tuple[str, str]]:
        return [(report.name, report.status) for report in self.files]


def take(folder: Path, source: str, columns: str = COLUMNS, *, retry: bool = False) -> Outcome:
    """Load a project whose only source is the one given."""
    config = folder / "journeys.toml"
    config.write_text(f'[[source]]\nname = "shop"\n{source}\n{columns}\n{_JOURNEY}')
    project = load_config(config)
    result = run(project, Plan(load=True, retry_rejects=retry))
    with reading(warehouse_path(project)) as engine:
        events = engine.read(
            "select * from raw.generic_events order by occurred_at, customer_id, event"
        ).to_pylist()
        rejects = engine.read("select * from raw.rejects order by file, line").to_pylist()
    return Outcome(events, rejects, result.files)

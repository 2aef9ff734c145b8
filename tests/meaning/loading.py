"""One source of CSV rows, loaded and built, and what its values came to mean.

In:     rows under HEADER, settings of the source, of the locale
Out:    Loaded: its events in order, its rejects and its measures of quality
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.config import load_config
from pipeline.run import warehouse_path
from pipeline.warehouse import reading
from tests.partly import load_and_build_for

Row = dict[str, Any]
FIELDS = ("event", "at", "who", "mail", "phone", "value", "currency", "agent_text", "medium", "ua")
_EVENTS = "select * from staging.events order by occurred_us, event_id"
_QUALITY = "select measure, rows, detail from marts.quality"
_CONFIG = """
[locale]
{locale}
[[source]]
name = "s"
files = ["*.csv"]
{settings}
[source.columns]
event = "event"
occurred_at = "at"
user_id = "who"
email = "mail"
phone = "phone"
value = "value"
currency = "currency"
text = "agent_text"
campaign_medium = "medium"
user_agent = "ua"
[[touchpoint]]
name = "all"
match = {{ event = "*" }}
[[journey]]
name = "j"
boundary = "whole"
goal = ["all"]
timeout = "1 day"
"""


@dataclass(frozen=True)
class Loaded:
    """What came of the rows."""

    events: list[Row]
    rejects: list[tuple[int, str]]
    quality: dict[str, tuple[int | None, str | None]]

    def told(self, field: str) -> list[Any]:
        """One field of every event."""
        return [event[field] for event in self.events]

    def times(self) -> list[str]:
        """The instants, in UTC."""
        return [f"{event['occurred_at']:%Y-%m-%d %H:%M:%S}" for event in self.events]


def row(**fields: str) -> str:
    """A line of CSV; what is not said is a visit of ana."""
    given = {"event": "visit", "at": "2026-03-02T10:00:00Z", "who": "ana"} | fields
    return ";".join(f'"{given.get(name, "")}"' for name in FIELDS)


def load(folder: Path, *rows: str, settings: str = "", locale: str = "") -> Loaded:
    """Deliver the rows in one file, and build."""
    (folder / "a.csv").write_text("\n".join([";".join(FIELDS), *rows]) + "\n", "utf-8")
    (folder / "journeys.toml").write_text(_CONFIG.format(settings=settings, locale=locale), "utf-8")
    project = load_config(folder / "journeys.toml")
    load_and_build_for(project, _EVENTS, _QUALITY)
    with reading(warehouse_path(project)) as engine:
        events = engine.read(_EVENTS)
        rejects = engine.read("select line, reason from raw.rejects order by line").to_pylist()
        quality = engine.read(_QUALITY).to_pylist()
    return Loaded(
        events.to_pylist(),
        [(reject["line"], reject["reason"]) for reject in rejects],
        {measure["measure"]: (measure["rows"], measure["detail"]) for measure in quality},
    )

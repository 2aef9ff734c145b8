"""Seeded events as files, and a project that reads them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb

_CONFIG = """
[[source]]
name = "made"
files = ["{file}"]
[source.columns]
event_id = "id"
event = "event"
occurred_at = "happened"
anonymous_id = "cookie"
user_id = "login"
channel = "channel"
device = "device"
value = "amount"

[[journey]]
name = "pay"
boundary = "whole"
goal = ["pay"]
timeout = "30 days"
"""
_WRITTEN = {
    "parquet": "(format parquet)",
    "csv": "(format csv, header)",
    "jsonl": "(format json)",
}


def sql(name: str) -> str:
    """One of the statements of this package."""
    return files("benchmarks").joinpath(f"sql/{name}.sql").read_text("utf-8")


def write_events(folder: str, count: str, kind: str) -> Path:
    """The file of `count` events and, beside it, journeys.toml; made once and kept."""
    place = Path(folder) / f"{kind}_{count}"
    path = place / f"events.{kind}"
    if not path.exists():
        place.mkdir(parents=True, exist_ok=True)
        (place / "journeys.toml").write_text(_CONFIG.format(file=path.name), encoding="utf-8")
        half_made = path.with_suffix(".part")
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            events = connection.execute(
                f"create table made as {sql('events')}",
                {"first": 0, "last": int(count), "cookies": int(count) // 10},
            )
            events.execute(f"copy made to '{half_made}' {_WRITTEN[kind]}")
        half_made.rename(path)
    return path

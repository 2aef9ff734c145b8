"""What a log costs in which all events are of one person.

Run:    python -m benchmarks one_person
Rule:   everything from the file to the marts. No table of such a log falls into parts: what sorts,
        joins or holds the events of a person does so with all of them. Seconds on the clock are
        told beside those of the processors, since much of it can use one only
"""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from benchmarks.journeys import build
from benchmarks.made_events import sql
from benchmarks.measure import cost_of_task

_HEAD = "| what | s | at most | CPU s | peak MiB | at most |\n|---|---:|---:|---:|---:|---:|\n"
_LIMITED, _MOST_S, _MOST_MIB = 10_000_000, 60.0, 2_048  # the size for which limits are stated
_CONFIG = """
[identity]
compare = false

[[source]]
name = "cases"
kind = "other"
files = ["log.parquet"]
[source.columns]
event = "activity"
occurred_at = "happened"
user_id = "person"
department = "department"

[[journey]]
name = "case"
boundary = "whole"
goal = ["act_39"]
timeout = "7 days"
"""


def write_log(folder: str, count: str) -> Path:
    """The folder of one file with `count` events of one person, and journeys.toml; made once."""
    place = Path(folder) / f"one_person_{count}"
    if not place.exists():
        half_made = place.with_suffix(".part")
        half_made.mkdir(parents=True, exist_ok=True)
        (half_made / "journeys.toml").write_text(_CONFIG, encoding="utf-8")
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            rows = connection.sql(sql("one_person"), params={"count": int(count)})
            rows.write_parquet(str(half_made / "log.parquet"))
        half_made.rename(place)
    return place


def timed_build(folder: str) -> str:
    """Seconds on the clock of everything."""
    begun = time.monotonic()
    build(folder)
    return str(time.monotonic() - begun)


def row(folder: Path, count: int) -> str:
    """The line for one size."""
    place = cost_of_task("one_person:write_log", folder, count).told
    whole = cost_of_task("one_person:timed_build", place)
    elapsed_s = float(whole.told)
    limited = count == _LIMITED
    return (
        f"| {count / 1e6:,.0f} M events of one person: everything "
        f"| {elapsed_s:.1f}{_over(elapsed_s, _MOST_S, limited=limited)} "
        f"| {_MOST_S if limited else ''} | {whole.cpu_s:.1f} "
        f"| {whole.peak_mib:,.0f}{_over(whole.peak_mib, _MOST_MIB, limited=limited)} "
        f"| {f'{_MOST_MIB:,}' if limited else ''} |\n"
    )


def _over(value: float, most: float, *, limited: bool) -> str:
    return " **over**" if limited and value > most else ""


def report(folder: Path, *, runs: int) -> str:
    """The table of docs/benchmarks.md."""
    del runs  # one run of each size: it takes minutes
    return _HEAD + "".join(row(folder, count) for count in (1_000_000, _LIMITED))

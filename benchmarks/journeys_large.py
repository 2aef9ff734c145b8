"""Journeys of a hundred million events: most of an hour and sixty gigabytes of disk.

Run:    python -m benchmarks journeys_large
Rule:   the same logs ten times as long must not cost more than twelve times as much. Both sizes are
        measured in one call, the large one with as much memory for the database as the limit of all
        leaves: with the usual 1.6 GB it stops at whose event each is. Visits have an own limit
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import cost_of_task

_SMALL, _LARGE = 10_000_000, 100_000_000
_MOST_TIMES = 12.0
_MOST_MIB = 4_096.0
_MOST_VISITS_S = 80.0
_DATABASE = {_SMALL: "1600MB", _LARGE: "3400MB"}
_SETTING = "JOURNEYS_WAREHOUSE__MEMORY_LIMIT"
_LAYERS = {
    "load": "loading",
    "identity": "who is who",
    "sessions": "visits, from known people",
    "journeys": "journeys, steps, handoffs",
    "marts": "marts",
}


def report(folder: Path, *, runs: int) -> str:
    """The table of docs/benchmarks.md; one run, whatever is asked for."""
    del runs
    return table(folder, _SMALL, _LARGE)


def table(folder: Path, small: int, large: int) -> str:
    """What the large log costs beside the small one, in processor seconds of each layer."""
    spent, asked, peak_mib = {}, {}, {}
    for count in (small, large):
        place = cost_of_task("made_logs:write_logs", folder, count).told
        with _memory(_DATABASE.get(count, _DATABASE[_SMALL])):
            whole = cost_of_task("journeys:build", place)
        spent[count], peak_mib[count] = json.loads(whole.told), whole.peak_mib
        asked[count] = json.loads(cost_of_task("journeys:questions", place).told)
    lines = [
        _row(what, spent[small][layer], spent[large][layer]) for layer, what in _LAYERS.items()
    ]
    lines += [_row(f"asked of the steps: {what}", asked[small][what], asked[large][what])
              for what in asked[small]]  # fmt: skip
    visits_s = spent[large]["sessions"]
    return (
        f"| what | {small / 1e6:,g} M events, CPU s | {large / 1e6:,g} M | times | at most |\n"
        "|---|---:|---:|---:|---:|\n"
        + "".join(lines)
        + _line("most memory, MiB", peak_mib[small], peak_mib[large], _MOST_MIB, "{:,.0f}")
        + _line("visits alone, CPU s", spent[small]["sessions"], visits_s, _MOST_VISITS_S, "{:.1f}")
    )


@contextmanager
def _memory(limit: str) -> Iterator[None]:
    """Let child processes give the database so much, until the block ends."""
    os.environ[_SETTING] = limit
    try:
        yield
    finally:
        del os.environ[_SETTING]


def _row(what: str, small_s: float, large_s: float) -> str:
    times = large_s / small_s
    over = " **over**" if times > _MOST_TIMES else ""
    return (
        f"| {what} | {small_s:.2f} | {large_s:.2f} | {times:.1f}{over} | {_MOST_TIMES:g} times |\n"
    )


def _line(what: str, small: float, large: float, most: float, form: str) -> str:
    over = " **over**" if large > most else ""
    values = f"{form.format(small)} | {form.format(large)}{over}"
    return f"| {what} | {values} | {large / small:.1f} | {form.format(most)} |\n"

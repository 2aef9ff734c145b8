"""Measure child processes: processor seconds and the most memory they held.

In:     a task, which is a function of this package and its arguments
Out:    Cost per run; the median of several
Errors: RuntimeError when a child fails
Note:   wall time says nothing on a machine that others use too. Processor seconds vary by a tenth,
        so costs are compared as ratios of tasks that ran in one call
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024


@dataclass(frozen=True)
class Cost:
    """What one task took: user and system seconds, and its largest resident set in MiB."""

    cpu_s: float
    peak_mib: float
    told: str = ""


def cost_of_task(task: str, *arguments: object, runs: int = 1) -> Cost:
    """The cost of `module:function` of this package, called with arguments that JSON can say."""
    return median_cost([_once_task(task, arguments) for _ in range(runs)])


def costs_in_turns(*tasks: tuple[object, ...], runs: int) -> list[Cost]:
    """The median cost of several tasks (name, arguments) that take turns.

    A machine is faster in one minute than in another; what runs in turns meets the same minutes.
    """
    rounds = [[_once_task(str(task), arguments) for task, *arguments in tasks] for _ in range(runs)]
    return [median_cost(costs) for costs in zip(*rounds, strict=True)]


def median_cost(costs: Sequence[Cost]) -> Cost:
    """The medians of several runs; `told` is what the run in the middle wrote last."""
    by_cpu = sorted(costs, key=lambda cost: cost.cpu_s)
    return Cost(
        statistics.median(cost.cpu_s for cost in costs),
        statistics.median(cost.peak_mib for cost in costs),
        by_cpu[len(costs) // 2].told,
    )


def cost_of_command(command: Sequence[str]) -> Cost:
    """The cost of another program; what it wrote last is `told`."""
    return _once(command, None)


def _once_task(task: str, arguments: Sequence[object]) -> Cost:
    words = [sys.executable, "-m", "benchmarks.task", task, json.dumps([*map(str, arguments)])]
    return _once(words, Path(__file__).parents[1])


def _once(command: Sequence[str], cwd: Path | None) -> Cost:
    with tempfile.TemporaryFile() as written:
        # The parent's own memory must not count as the child's: the child starts anew.
        process = subprocess.Popen(command, stdout=written, stderr=written, cwd=cwd)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        written.seek(0)
        text = written.read().decode(errors="replace").strip()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{text}")
    seconds = used.ru_utime + used.ru_stime
    return Cost(seconds, used.ru_maxrss / _MIB, text.rpartition("\n")[2])

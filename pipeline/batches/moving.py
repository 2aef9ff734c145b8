"""What Python counts of all journeys, brought up to date by the people of a batch.

In:     databases aside that show the people of the batch as they were, and as they are
Out:    the tables, as a whole build would make them
Errors: those of what is called
Why:    sums add up over people, and quantiles move among the values near them: what all the others
        did need not be read again
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.engine.face import Engine, TableName
from pipeline.questions import (
    attribution_tables,
    conformance_tables,
    stay_tables,
    stay_times,
    step_tables,
    wait_tables,
)


@dataclass(frozen=True)
class Moving:
    """What is gathered of the people that a database shows, of the tables that it `reads`.

    `move` takes away what was gathered before and adds what is now; it says whether it could.
    """

    reads: frozenset[TableName]
    gather: Callable[[Engine], Any]
    move: Callable[[Engine, Any, Any], bool]


MOVING: Mapping[TableName, Moving] = {
    step_tables.FIRST: Moving(
        step_tables.STEPS, step_tables.read_own_steps, step_tables.move_steps
    ),
    stay_times.STAGE_TIMES: Moving(
        stay_tables.MOVED_BY, stay_tables.read_times, stay_times.move_times
    ),
    attribution_tables.CREDITS: Moving(
        step_tables.STEPS | set(attribution_tables.READS) - {attribution_tables.TOUCHES},
        attribution_tables.gather_touches,
        attribution_tables.move_touches,
    ),
    conformance_tables.FINDINGS: Moving(
        step_tables.STEPS | set(conformance_tables.READS),
        conformance_tables.gather_plans,
        conformance_tables.move_plans,
    ),
    wait_tables.WAITS: Moving(
        frozenset(wait_tables.READ), wait_tables.read_waits, wait_tables.move_waits
    ),
}
# Of these it is to be known what they were.
READ_BEFORE = frozenset(name for one in MOVING.values() for name in one.reads)

"""After how long journeys go on from the columns of the journey map, made anew or moved.

In:     the times of everybody; or those that some people had, and have now
Out:    journeys.stage_times, persona_stage_times and stage_gaps; beside each a table of what is
        near its quantiles
Units:  seconds
Errors: none
Source: see quantile_moves
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.group_sums import table_of
from pipeline.questions.quantile_moves import moved
from pipeline.questions.quantile_windows import Shares, Values, Windows

TIMES = STAGE_TIMES, PERSONA_TIMES, STAGE_GAPS = tuple(
    TableName("journeys", table) for table in ("stage_times", "persona_stage_times", "stage_gaps")
)
Times = Mapping[TableName, Values]
_TO_NEXT = {"median_to_next_s": 0.5, "p90_to_next_s": 0.9}
_GAP = {"median_gap_s": 0.5, "p90_gap_s": 0.9}
_MICROS = 1_000_000
# Of each table its keys, its quantiles, and whether it tells how many values there are.
TIMED: Mapping[TableName, tuple[tuple[str, ...], Shares, bool]] = {
    STAGE_TIMES: (("journey_no", "place_no"), _TO_NEXT, False),
    PERSONA_TIMES: (("journey_no", "persona_no", "place_no"), _TO_NEXT, True),
    STAGE_GAPS: (("journey_no", "place_no", "next_place_no"), _GAP, False),
}


def move_times(engine: Engine, before: Times, now: Times) -> bool:
    """Take from the tables of times what those of some people were, and add what they are.

    Or say that a quantile went out of its window, and leave that table as it is.
    """
    return all(_move(engine, name, before[name], now[name]) for name in TIMES)


def put_times(engine: Engine, name: TableName, windows: Windows) -> None:
    """Put down a table of times, and what is near its quantiles."""
    engine.put_table(name, times_of(name, windows))
    engine.put_table(_windows_of(name), windows.table())


def times_of(name: TableName, windows: Windows) -> pa.Table:
    """The rows of a table of times."""
    _, shares, tells_moves = TIMED[name]
    moves = {"moves": windows.counts} if tells_moves else {}
    return table_of(windows.keys, moves, windows.quantiles(shares, _MICROS) or {})


def _move(engine: Engine, name: TableName, before: Values, now: Values) -> bool:
    keys, shares, _ = TIMED[name]
    windows = Windows.of_table(engine.read_table(_windows_of(name)), keys, shares)
    windows = moved(windows, before, now, shares)
    if windows.quantiles(shares, _MICROS) is None:
        return False
    put_times(engine, name, windows)
    return True


def _windows_of(name: TableName) -> TableName:
    """Where what is near the quantiles of a table is kept."""
    return TableName(name.schema, f"{name.table}_windows")

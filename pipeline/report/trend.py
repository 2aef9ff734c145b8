"""Whether the goal is reached more often than before: the last weeks against those before them.

In:     rows of `queries/trend.sql` of one journey name
Out:    Trend, or None where the data are too short to tell both sides
Units:  shares from 0 to 1; seconds; days of the project's time zone, both ends included
Errors: none
Source: equal exposure and the difference as in `questions.compare`, of which this is one row
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.questions.compare_rows import compared_rows
from pipeline.report.contrast import Contrast, contrast_of

if TYPE_CHECKING:
    from pipeline.report.read import Row


_FEWEST = 30  # people on either side, as in findings


@dataclass(frozen=True, slots=True)
class Days:
    """A side: its first and its last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Trend:
    """Goals reached within `window_s` of journeys begun lately, against those begun before."""

    lately: Days
    before: Days
    window_s: float
    change: Contrast  # first is lately


def trend_of(rows: Sequence[Row], *, small: int) -> Trend | None:
    """Compare the two sides; nothing is told where either has too few people."""
    sides = [{**row, "measure": "reached", "touchpoint": None} for row in rows]
    compared = compared_rows(sides, _FEWEST)
    if not compared:
        return None
    days = {row["group_no"]: Days(row["first_day"], row["last_day"]) for row in rows}
    change = contrast_of(compared[0], small)
    return (
        None if change.difference is None else Trend(days[1], days[2], sides[0]["window_s"], change)
    )

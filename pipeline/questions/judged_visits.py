"""What is counted of single visits: how those of one customer hang together, and days.

In:     rows of sql/questions/judged_visits.sql
Out:    JudgedVisits; the design effects of each touchpoint; visits and ends of each day
Units:  visits; days of the configured time zone
Errors: none
Source: the design effect is the sum of the squared sums of residuals per customer by the sum of the
        squared residuals (Rao and Scott 1992); a residual is what became of a visit less the rate
        of its position and persona
Why:    there are as many groups as visits, nearly: numbers packed into one and sorted take a third
        of the time of a table of groups, and none of its memory
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.lines_of_steps import in_order

Column = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
DaysOf = Callable[[Column], list[date]]
_LOST, _HERE, _AGAIN, _OPEN = 1, 2, 4, 8
_FATES = 16


@dataclass(frozen=True)
class JudgedVisits:
    """`cell` is the place of the definition and touchpoint in `cells`.

    `stratum` numbers position and persona from 0, below `strata`; `became` is as in the file.
    """

    cells: list[tuple[int, int]]
    strata: int
    cell: Column
    stratum: Column
    person: Column
    journey: Column
    quarter: Column
    became: Column

    @classmethod
    def of(cls, rows: pa.Table) -> JudgedVisits:
        """Read them from a table."""
        columns = in_order(rows)
        touchpoints = int(columns["touchpoint_no"].max(initial=0)) + 1
        code = columns["journey_no"].astype(np.int64) * touchpoints + columns["touchpoint_no"]
        known = np.flatnonzero(np.bincount(code))
        personas = int(columns["persona_no"].max(initial=0)) + 1
        stratum = columns["position_no"].astype(np.int64) * personas + columns["persona_no"]
        return cls(
            [divmod(one, touchpoints) for one in known.tolist()],
            int(stratum.max(initial=0)) + 1,
            np.searchsorted(known, code),
            stratum,
            columns["person_key"],
            np.cumsum(columns["is_first"]),
            columns["quarter_no"].astype(np.int64),
            columns["became"].astype(np.int64),
        )


def design_effects(visits: JudgedVisits) -> dict[tuple[int, int], dict[str, float]]:
    """How many visits of a touchpoint, by each thing that may become of one, count for one.

    Whether a visit was the end is known of all; what becomes of a journey is not while it is open.
    """
    sizes = (int(visits.person.max(initial=0)) + 1, visits.strata, _FATES)
    code = visits.cell
    for part, size in zip((visits.person, visits.stratum, visits.became), sizes, strict=True):
        code = code * size + part
    code = np.sort(code)
    group, place = np.divmod(code, visits.strata * _FATES)
    begins = np.flatnonzero(np.append(True, group[1:] != group[:-1])[: len(group)])
    cell = group[begins] // sizes[0]
    place = place + group // sizes[0] * (visits.strata * _FATES)
    counts = np.bincount(place, minlength=len(visits.cells) * visits.strata * _FATES)
    table = counts.reshape(len(visits.cells), visits.strata, _FATES)
    found: dict[tuple[int, int], dict[str, float]] = {name: {} for name in visits.cells}
    for name, fate in (("lost", _LOST), ("here", _HERE), ("again", _AGAIN)):
        residual, squares = _residuals(table, fate)
        sums = np.add.reduceat(residual[place], begins) if len(begins) else residual[:0]
        clustered = np.bincount(cell, sums**2, len(visits.cells))
        for where, one, all_ in zip(visits.cells, clustered, squares, strict=True):
            if all_ > 0:
                found[where][f"{name}_effect"] = float(one / all_)
    return found


def _residuals(table: Column, fate: int) -> tuple[Numbers, Numbers]:
    """What became of a visit less the rate of its stratum, by cell, stratum and fate.

    And the sum of the squares of each cell. Visits of which it is not known have no residual.
    """
    fates = np.arange(_FATES)
    known = (fates & _OPEN == 0) | (fate == _HERE)
    hit = fates & fate > 0
    n = (table * known).sum(axis=2)
    rate = (table * (known & hit)).sum(axis=2) / np.maximum(n, 1)
    residual = (hit - rate[:, :, None]) * known
    return residual.ravel(), (n * rate * (1 - rate)).sum(axis=1)


def day_counts(visits: JudgedVisits, days_of: DaysOf) -> Iterator[dict[str, Any]]:
    """A row per definition, touchpoint and day: visits, those that were the end, and expected ones.

    Expected are as many as at the rates of the touchpoint at the same position and persona over all
    days. A journey counts at a touchpoint and day once. Visits of journeys that are still open
    count: that they were not the end is known, and to leave them out would leave, of the last days
    that can be judged, those that were.
    """
    first = int(visits.quarter.min(initial=0))
    known = np.flatnonzero(np.bincount(visits.quarter - first))
    told = days_of(known + first)
    days = sorted(set(told))
    day_of = np.zeros(int(known.max(initial=0)) + 1, np.int64)
    day_of[known] = [days.index(one) for one in told]
    cell, day, stratum, is_here = _once_a_day(visits, day_of[visits.quarter - first], len(days))
    stratum = cell * visits.strata + stratum
    rate = np.bincount(stratum, is_here) / np.maximum(np.bincount(stratum), 1)
    place = cell * len(days) + day
    counts = [np.bincount(place), np.bincount(place, is_here), np.bincount(place, rate[stratum])]
    for number in np.flatnonzero(counts[0]).tolist():
        n, here, expected = (float(part[number]) for part in counts)
        journey_no, touchpoint_no = visits.cells[number // len(days)]
        yield {
            "journey_no": journey_no,
            "touchpoint_no": touchpoint_no,
            "day": days[number % len(days)],
            "n": int(n),
            "here": int(here),
            "expected": expected,
        }


def _once_a_day(visits: JudgedVisits, day: Column, days: int) -> tuple[Column, ...]:
    """Of each journey, touchpoint and day: cell, day, the last stratum, and whether it ended."""
    journeys = int(visits.journey.max(initial=0)) + 1
    code = (visits.cell * journeys + visits.journey) * days + day
    code = (code * visits.strata + visits.stratum) * 2 + (visits.became & _HERE > 0)
    code = np.sort(code)
    group = code // (2 * visits.strata)
    # The end of a journey is its last step, so it sorts last.
    last = code[np.append(group[1:] != group[:-1], True)[: len(group)]]
    rest, is_here = np.divmod(last, 2)
    rest, stratum = np.divmod(rest, visits.strata)
    rest, day = np.divmod(rest, days)
    return rest // journeys, day, stratum, is_here

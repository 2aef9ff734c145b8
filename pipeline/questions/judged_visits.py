"""The visits that can be judged in small numbers, and what is counted of single ones.

In:     what is known of each visit, in the order of journeys and their steps
Out:    JudgedVisits; the design effects of each touchpoint; visits and ends of each day
Units:  visits; days of the configured time zone
Errors: none
Source: the design effect is the sum of the squared sums of residuals per customer by the sum of the
        squared residuals (Rao and Scott 1992); a residual is what became of a visit less the rate
        of its position and persona
Why:    millions of visits are of few kinds. Each has the number of its kind, and what is told of it
        is looked up there. Visits of some thousand customers at a time are sorted by touchpoint,
        which is done in the cache; those of one customer to a touchpoint then lie together
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.questions.pieces_of_journeys import Column, Flags, Places, changes
from pipeline.questions.small_numbers import in_sixteen_bits

Numbers = npt.NDArray[np.float64]
DaysOf = Callable[[Column], list[date]]
LOST, HERE, AGAIN, STILL_OPEN = 1, 2, 4, 8
SAID, BAD, GOOD, REPEATED, FAILED = 3, 1, 2, 4, 8
FATES = SIGNS = 16


@dataclass(frozen=True)
class JudgedVisits:
    """Visits of some people after those of others, of these by cell, and in a cell by journey.

    `number` tells of which kind each is.

    `cells` are definitions with touchpoints. A stratum is a cell with position and persona, of
    which there are `strata` in each; `stratum`, `became` and `signs` are those of each kind, the
    latter two added up of the constants above. `keys` and `person` are of journeys, `journey` is a
    place among them, and `quarter` the quarter of an hour.
    """

    cells: list[tuple[int, int]]
    strata: int
    personas: int
    stratum: Column
    became: Column
    signs: Column
    keys: Column
    person: Places
    number: Places
    journey: Places
    step: Places
    quarter: Places

    @property
    def cell(self) -> Places:
        """The cell of each kind."""
        return in_sixteen_bits(self.stratum // self.strata)

    @cached_property
    def counts(self) -> Column:
        """How many visits are of each kind."""
        return np.bincount(self.number, minlength=len(self.stratum))

    def place(self, stratum: int) -> tuple[int, int, int, int]:
        """Definition, touchpoint, position and persona of a stratum."""
        cell, within = divmod(stratum, self.strata)
        return (*self.cells[cell], *divmod(within, self.personas))


def design_effects(visits: JudgedVisits) -> dict[tuple[int, int], dict[str, float]]:
    """How many visits of a touchpoint, by each thing that may become of one, count for one.

    Whether a visit was the end is known of all; what becomes of a journey is not while it is open.
    """
    number, many = visits.number, len(visits.cells)
    cell = visits.cell[number]
    begins = np.flatnonzero(changes(cell) | changes(visits.person[visits.journey]))
    cell = cell[begins]
    found: dict[tuple[int, int], dict[str, float]] = {name: {} for name in visits.cells}
    for name, fate in (("lost", LOST), ("here", HERE), ("again", AGAIN)):
        residual, squares = _residuals(visits, fate)
        sums = np.add.reduceat(residual[number], begins) if len(begins) else residual[:0]
        clustered = np.bincount(cell, sums**2, many)
        for where, one, all_ in zip(visits.cells, clustered, squares, strict=True):
            if all_ > 0:
                found[where][f"{name}_effect"] = float(one / all_)
    return found


def _residuals(visits: JudgedVisits, fate: int) -> tuple[Numbers, Numbers]:
    """What became of a visit of each kind less the rate of its stratum, and squares by cell.

    Visits of which it is not known have no residual.
    """
    known = (visits.became & STILL_OPEN == 0) | (fate == HERE)
    hit = visits.became & fate > 0
    n = np.bincount(visits.stratum, visits.counts * known)
    rate = np.bincount(visits.stratum, visits.counts * (known & hit)) / np.maximum(n, 1)
    residual: Numbers = (hit - rate[visits.stratum]) * known
    cell = np.arange(len(n)) // visits.strata
    squares = np.bincount(cell, n * rate * (1 - rate), len(visits.cells))
    return residual, np.asarray(squares, float)


def day_counts(visits: JudgedVisits, days_of: DaysOf) -> Iterator[dict[str, Any]]:
    """A row per definition, touchpoint and day: visits, those that were the end, and expected ones.

    Expected are as many as at the rates of the touchpoint at the same position and persona over all
    days. A journey counts at a touchpoint and day once, with its last visit. Visits of journeys
    that are still open count: that they were not the end is known, and to leave them out would
    leave, of the last days that can be judged, those that were.
    """
    first = int(visits.quarter.min(initial=0))
    known = np.flatnonzero(np.bincount(visits.quarter - first))
    told = days_of(known + first)
    days = sorted(set(told))
    day_of = np.zeros(int(known.max(initial=0)) + 1, np.int32)
    day_of[known] = [days.index(one) for one in told]
    number, day = visits.number, day_of[visits.quarter - first]
    last = _lasts(visits.cell[number], visits.journey, day)
    number, day = number[last], day[last]
    stratum, is_here = visits.stratum[number], (visits.became & HERE > 0)[number]
    rate = np.bincount(stratum, is_here) / np.maximum(np.bincount(stratum), 1)
    place = stratum // visits.strata * len(days) + day
    counts = [np.bincount(place), np.bincount(place, is_here), np.bincount(place, rate[stratum])]
    for one in np.flatnonzero(counts[0]).tolist():
        n, here, expected = (float(part[one]) for part in counts)
        journey_no, touchpoint_no = visits.cells[one // len(days)]
        yield {
            "journey_no": journey_no,
            "touchpoint_no": touchpoint_no,
            "day": days[one % len(days)],
            "n": int(n),
            "here": int(here),
            "expected": expected,
        }


def _lasts(*columns: Places) -> Flags:
    """Which rows are the last of those that are equal and lie together."""
    is_new = np.zeros(len(columns[0]), bool)
    for column in columns:
        is_new |= changes(column)
    return np.append(is_new[1:], True)[: len(is_new)]

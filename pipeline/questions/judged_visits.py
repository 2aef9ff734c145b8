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

Column = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
DaysOf = Callable[[Column], list[date]]
LOST, HERE, AGAIN, OPEN = 1, 2, 4, 8
FATES = 16
_READ = (
    *("journey_key", "journey_no", "touchpoint_no", "position_no", "persona_no", "person_key"),
    *("quarter_no", "became"),
)


@dataclass(frozen=True)
class JudgedVisits:
    """`cell` is the place of the definition and touchpoint in `cells`.

    `stratum` numbers position and persona from 0, below `strata`; `became` is as in the file;
    `journey` is the place of the journey's key in `keys`.
    """

    cells: list[tuple[int, int]]
    strata: int
    personas: int
    keys: Column
    cell: Column
    stratum: Column
    person: Column
    journey: Column
    quarter: Column
    became: Column

    @classmethod
    def of(cls, rows: pa.Table) -> JudgedVisits:
        """Read them from a table."""
        columns = {name: rows.column(name).to_numpy() for name in _READ}
        touchpoints = int(columns["touchpoint_no"].max(initial=0)) + 1
        code = columns["journey_no"] * touchpoints + columns["touchpoint_no"]
        known = np.flatnonzero(np.bincount(code))
        cell_of = np.zeros(int(known.max(initial=0)) + 1, np.int32)
        cell_of[known] = np.arange(len(known))
        personas = int(columns["persona_no"].max(initial=0)) + 1
        stratum = columns["position_no"] * personas + columns["persona_no"]
        keys, journey = _numbered(columns["journey_key"])
        return cls(
            [divmod(one, touchpoints) for one in known.tolist()],
            int(stratum.max(initial=0)) + 1,
            personas,
            keys,
            cell_of[code],
            stratum,
            columns["person_key"],
            journey,
            columns["quarter_no"],
            columns["became"],
        )


def _numbered(key: Column) -> tuple[Column, npt.NDArray[Any]]:
    """The different keys, sorted, and the number of each row's key.

    Most of the same key lie together, so only pieces are sorted.

    >>> keys, number = _numbered(np.array([70, 70, 20, 70]))
    >>> keys.tolist(), number.tolist()
    ([20, 70], [1, 1, 0, 1])
    """
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
    keys, number = np.unique(key[begins], return_inverse=True)
    return keys, np.repeat(number.astype(np.int32), np.diff(begins, append=len(key)))


def _packed(*parts: tuple[npt.NDArray[Any], int]) -> tuple[Column, list[int]]:
    """Numbers made one, sorted, the first the highest; and how many bits each has.

    >>> code, bits = _packed((np.array([1, 0]), 1), (np.array([2, 3]), 3))
    >>> code.tolist(), bits
    ([3, 6], [1, 2])
    """
    bits = [highest.bit_length() for _, highest in parts]
    code = np.zeros(len(parts[0][0]), np.int64)
    for (part, _), many in zip(parts, bits, strict=True):
        code <<= many
        code |= part
    code.sort()
    return code, bits


def design_effects(visits: JudgedVisits) -> dict[tuple[int, int], dict[str, float]]:
    """How many visits of a touchpoint, by each thing that may become of one, count for one.

    Whether a visit was the end is known of all; what becomes of a journey is not while it is open.
    """
    code, (_, person_bits, stratum_bits, _) = _packed(
        (visits.cell, len(visits.cells)),
        (visits.person, int(visits.person.max(initial=0))),
        (visits.stratum, visits.strata),
        (visits.became, FATES - 1),
    )
    low = stratum_bits + FATES.bit_length() - 1
    group = code >> low
    begins = np.flatnonzero(np.append(True, group[1:] != group[:-1])[: len(group)])
    group >>= person_bits
    cell = group[begins]
    code &= (1 << low) - 1
    code |= group << low
    del group
    counts = np.bincount(code, minlength=len(visits.cells) << low)
    table = counts.reshape(len(visits.cells), 1 << stratum_bits, FATES)
    found: dict[tuple[int, int], dict[str, float]] = {name: {} for name in visits.cells}
    for name, fate in (("lost", LOST), ("here", HERE), ("again", AGAIN)):
        residual, squares = _residuals(table, fate)
        sums = np.add.reduceat(residual[code], begins) if len(begins) else residual[:0]
        clustered = np.bincount(cell, sums**2, len(visits.cells))
        for where, one, all_ in zip(visits.cells, clustered, squares, strict=True):
            if all_ > 0:
                found[where][f"{name}_effect"] = float(one / all_)
    return found


def _residuals(table: Column, fate: int) -> tuple[Numbers, Numbers]:
    """What became of a visit less the rate of its stratum, by cell, stratum and fate.

    And the sum of the squares of each cell. Visits of which it is not known have no residual.
    """
    fates = np.arange(FATES)
    known = (fates & OPEN == 0) | (fate == HERE)
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
    code, bits = _packed(
        (visits.cell, len(visits.cells)),
        (visits.journey, int(visits.journey.max(initial=0))),
        (day, days),
        (visits.stratum, visits.strata),
        (visits.became & HERE > 0, 1),
    )
    group = code >> (bits[3] + 1)
    # The end of a journey is its last step, so it sorts last.
    last = code[np.append(group[1:] != group[:-1], True)[: len(group)]]
    parts: list[Column] = []
    for many in reversed(bits):
        parts.append(last & ((1 << many) - 1))
        last = last >> many
    is_here, stratum, day, _, cell = parts
    return cell, day, stratum, is_here

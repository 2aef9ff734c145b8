"""How long journeys take until they are decided, and how.

In:     rows of marts.incidences and marts.survival of one journey name
Out:    Timing: shares of all journeys by time since their first event, at the same times for each
        outcome and for those undecided, which add up to 1; as far as `small` journeys are at risk
Units:  seconds; shares from 0 to 1
Errors: none
Source: the estimates and intervals are those of the marts (Aalen and Johansen 1978)
"""

from collections import defaultdict
from dataclasses import dataclass

from pipeline.report.read import Rows

UNDECIDED = "undecided"
_ROWS_SHOWN = 9
_ORDER = {"reached": 0, "end": 1, UNDECIDED: 2, "ended": 3}


@dataclass(frozen=True, slots=True)
class Point:
    """A share of all journeys and its interval, unknown at 0 and 1."""

    share: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Band:
    """One way out, or "undecided", at every time."""

    name: str
    kind: str  # reached | end | undecided | ended
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """Bands from the goal at the bottom to the drop-off on top; `shown` are rows of the table."""

    times_s: tuple[float, ...]
    at_risk: tuple[int, ...]
    bands: tuple[Band, ...]
    shown: tuple[int, ...]


def timing_of(rows: Rows, *, small: int) -> Timing:
    """Put the bands together."""
    at_risk = {row["time_s"]: row["at_risk"] for row in rows if row["at_risk"] >= max(small, 1)}
    by_outcome: dict[str, dict[float, Point]] = defaultdict(dict)
    for row in rows:
        by_outcome[row["outcome"]][row["time_s"]] = Point(row["share"], row["low"], row["high"])
    times = tuple(sorted(at_risk))
    bands = [
        Band(name, _kind(name), tuple(points[time] for time in times))
        for name, points in by_outcome.items()
    ]
    return Timing(
        times_s=tuple(map(float, times)),
        at_risk=tuple(at_risk[time] for time in times),
        bands=tuple(sorted(bands, key=lambda band: (_ORDER[band.kind], band.name))),
        shown=_evenly(len(times)),
    )


def _kind(outcome: str) -> str:
    return outcome if outcome in _ORDER else "end"


def _evenly(count: int) -> tuple[int, ...]:
    """Some places of `count`, the last one among them; the first says nothing, it is time 0.

    >>> _evenly(4), _evenly(45)
    ((1, 2, 3), (4, 9, 14, 19, 24, 29, 34, 39, 44))
    """
    step = max(1, -(-(count - 1) // _ROWS_SHOWN))
    return tuple(reversed(range(count - 1, 0, -step)))

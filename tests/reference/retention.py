"""Who came again, the slow way: one set of people per period.

In:     (person, instant in microseconds) of each own event; the end of the data; a time zone
Out:    {(cohort date, period number): (people, active, is complete)}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def retention(
    acts: Iterable[tuple[str, int]], as_of_us: int, zone: str, period: str
) -> dict[tuple[date, int], tuple[int, int, bool]]:
    """Everybody's periods, and each cohort's people in each of them."""
    seen: dict[str, set[date]] = defaultdict(set)
    for person, us in acts:
        seen[person].add(_begin(us, zone, period))
    unfinished = _begin(as_of_us + 1, zone, period)
    last = max([begin for begins in seen.values() for begin in begins], default=unfinished)
    rows = {}
    for cohort in {min(begins) for begins in seen.values()}:
        people = [person for person, begins in seen.items() if min(begins) == cohort]
        number, begin = 0, cohort
        while begin <= last or begin < unfinished:
            active = sum(begin in seen[person] for person in people)
            rows[cohort, number] = (len(people), active, begin < unfinished)
            number, begin = number + 1, _next(begin, period)
    return rows


def _begin(us: int, zone: str, period: str) -> date:
    day = (EPOCH + timedelta(microseconds=us)).astimezone(ZoneInfo(zone)).date()
    return day - timedelta(days=day.weekday()) if period == "week" else day.replace(day=1)


def _next(begin: date, period: str) -> date:
    if period == "week":
        return begin + timedelta(days=7)
    return (begin.replace(day=28) + timedelta(days=4)).replace(day=1)

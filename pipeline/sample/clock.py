"""When people of the sample company do things: days, hours, pauses.

In:     a random generator; days are counted from 0 = Wednesday 1 July 2026 in Madrid
Out:    instants as integers, milliseconds since 1970 in UTC
Units:  `_ms` milliseconds, `_h` hours, `_s` seconds; days and hours are those of Madrid
Errors: none
Source: hours and weekdays are invented, in the usual shape of a Spanish shop on the web
"""

from __future__ import annotations

from bisect import bisect
from datetime import UTC, datetime, timedelta, timezone
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

# The whole period lies in summer time, so Madrid is UTC+2 on each of its days.
MADRID = timezone(timedelta(hours=2))
DAYS = 90
START_MS = int(datetime(2026, 7, 1, tzinfo=MADRID).timestamp()) * SECOND_MS
# The newest event of all sources; nothing of the sample is younger.
LAST_MS = int(datetime(2026, 9, 28, 23, 30, tzinfo=MADRID).timestamp()) * SECOND_MS

WEB_HOURS = (4, 2, 1, 1, 1, 1, 3, 8, 16, 26, 34, 38, 36, 30, 26, 26, 30, 36, 42, 46, 48, 46, 34, 14)
SHOP_HOURS = (0,) * 10 + (10, 16, 18, 12, 2, 0, 2, 14, 18, 14) + (0,) * 4
WORK_HOURS = (0,) * 8 + (8, 16, 18, 18, 16, 10, 8, 12, 14, 10) + (0,) * 6
HELP_HOURS = (0,) * 8 + (6, 16, 20, 20, 18, 12, 10, 12, 16, 18, 18, 14, 8, 2) + (0,) * 2

# Campaigns were strongest in July, so the sample has more first visits early than late.
_TREND = tuple([16] * 31 + [11] * 31 + [5] * (DAYS - 62))
_WEEK = (11, 11, 10, 10, 10, 8, 9)  # Monday first
_WEDNESDAY = 2
_SUNDAY = 6
_SATURDAY = 5


def weekday(day: int) -> int:
    """Tell the day of the week, 0 = Monday."""
    return (day + _WEDNESDAY) % 7


_DAY_WEIGHTS = tuple(accumulate(_TREND[day] * _WEEK[weekday(day)] for day in range(DAYS)))


def chance(rng: Random, share: float) -> bool:
    """Say yes in `share` of the cases."""
    return rng.random() < share


def pick(rng: Random, weights: dict[str, int]) -> str:
    """Draw one key, each as often as its weight says."""
    names = list(weights)
    sums = list(accumulate(weights.values()))
    return names[bisect(sums, rng.random() * sums[-1])]


def first_day(rng: Random) -> int:
    """Draw the day on which somebody first looks at the company."""
    return bisect(_DAY_WEIGHTS, rng.random() * _DAY_WEIGHTS[-1])


def day_of(at_ms: int) -> int:
    """Tell on which day of the sample, in Madrid, an instant lies."""
    return (at_ms - START_MS) // DAY_MS


def local(at_ms: int) -> datetime:
    """Give the instant as a clock in Madrid shows it."""
    return datetime.fromtimestamp(at_ms / SECOND_MS, tz=MADRID)


def iso(at_ms: int, *, millis: bool = True) -> str:
    """Write the instant as ISO 8601 in UTC with a Z.

    >>> iso(START_MS)
    '2026-06-30T22:00:00.000Z'
    """
    seconds, rest = divmod(at_ms, SECOND_MS)
    text = datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:03d}Z" if millis else f"{text}Z"


def to_minute(at_ms: int) -> int:
    """Cut to the minute: the CRM keeps no seconds."""
    return at_ms - at_ms % MINUTE_MS


def _hour(rng: Random, hours: Sequence[int]) -> int:
    sums = list(accumulate(hours))
    return bisect(sums, rng.random() * sums[-1])


def instant(rng: Random, day: int, hours: Sequence[int] = WEB_HOURS) -> int:
    """Draw an instant of that day, at an hour people are about."""
    return START_MS + day * DAY_MS + _hour(rng, hours) * HOUR_MS + rng.randrange(HOUR_MS)


def later(rng: Random, at_ms: int, *, min_h: int, max_h: int) -> int:
    """Draw the next visit: between `min_h` and about `max_h` hours on, sooner rather than later."""
    wait_ms = int((min_h + (max_h - min_h) * rng.random() * rng.random()) * HOUR_MS)
    candidate = instant(rng, day_of(at_ms + wait_ms))
    if candidate < at_ms + min_h * HOUR_MS:
        return at_ms + wait_ms
    return candidate


def open_at(rng: Random, at_ms: int, *, days: int, hours: Sequence[int] = WORK_HOURS) -> int:
    """Draw an instant about `days` days on, in working hours; Sundays are free, and Saturdays too.

    Shops are open on Saturdays.
    """
    day = day_of(at_ms) + days
    free = (_SUNDAY,) if hours is SHOP_HOURS else (_SATURDAY, _SUNDAY)
    while weekday(day) in free or day == day_of(at_ms):
        day += 1
    return instant(rng, day, hours)


def pause(rng: Random, low_s: int, high_s: int) -> int:
    """Draw a pause in milliseconds, short ones more often."""
    return low_s * SECOND_MS + int((high_s - low_s) * SECOND_MS * rng.random() * rng.random())

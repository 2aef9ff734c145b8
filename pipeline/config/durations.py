"""Durations as people write them: a number and a unit.

In:     text such as "30 minutes"
Out:    datetime.timedelta, exact to the microsecond
Errors: ValueError for a missing or unknown unit, or a duration that is not positive
"""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_FORM = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+?)s?\s*", re.IGNORECASE)


def parse_duration(text: object) -> timedelta:
    """Read a duration; a bare number has no meaning and is refused.

    >>> parse_duration("30 minutes")
    datetime.timedelta(seconds=1800)
    >>> parse_duration("1.5 days")
    datetime.timedelta(days=1, seconds=43200)
    """
    if isinstance(text, timedelta):
        return text
    match = _FORM.fullmatch(text) if isinstance(text, str) else None
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None:
        raise ValueError(
            f'{text!r} is not a duration: write a number and a unit, such as "30 minutes" '
            "(seconds, minutes, hours, days, weeks)"
        )
    duration = float(match[1]) * unit
    if duration <= timedelta(0):
        raise ValueError(f"{text!r} is not a positive duration")
    return duration


def microseconds(duration: timedelta) -> int:
    """Whole microseconds, the unit in which the SQL compares times.

    >>> microseconds(timedelta(seconds=2))
    2000000
    """
    return duration // timedelta(microseconds=1)

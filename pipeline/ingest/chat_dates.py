"""Dates as phones write them: day first or month first, 12 or 24 hours.

In:     the parts of a moment as text: three of the date, hour, minute, second, a. m. or p. m.
Out:    local time, "2025-11-12 14:05:00"; it may name a day that does not exist
Errors: RefusedFileError when a file's dates can be read in two ways, or in none
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.delivery import RefusedFileError

Written = Sequence[str | None]
_YEAR_DIGITS = 4
_MONTHS = 12


def order_of_dates(written: Sequence[Written], *, where: str) -> str:
    """dmy, mdy or ymd: what any date of the file proves."""
    if any(len(parts[0] or "") == _YEAR_DIGITS for parts in written):
        return "ymd"
    day_first = any(int(parts[0] or 0) > _MONTHS for parts in written)
    month_first = any(int(parts[1] or 0) > _MONTHS for parts in written)
    if day_first != month_first or not written:
        return "dmy" if day_first or not written else "mdy"
    what = "Some dates of this file begin with the day and some with the month."
    if not day_first:
        what = "No date of this file tells whether the day or the month comes first."
    say = 'say date_order = "dmy" or "mdy" in the [[source]]'
    raise RefusedFileError(f"{what} If all are alike, {say}.", where=where, fix=say)


def local_time(parts: Written, order: str) -> str:
    """The moment in the order year, month, day.

    >>> local_time(("12", "11", "25", "2", "05", None, "p. m."), "dmy")
    '2025-11-12 14:05:00'
    """
    first, second, third, hour, minute, second_of_minute, half = parts
    by_letter = dict(zip(order, (int(first or 0), int(second or 0), int(third or 0)), strict=True))
    year = by_letter["y"] if by_letter["y"] > 99 else 2000 + by_letter["y"]  # noqa: PLR2004
    date = f"{year:04}-{by_letter['m']:02}-{by_letter['d']:02}"
    return f"{date} {_hour(int(hour or 0), half):02}:{minute}:{second_of_minute or '00'}"


def _hour(hour: int, half: str | None) -> int:
    """Of 24. Some phones write "22:05 p. m.": an hour beyond 12 is right already."""
    if half is None or hour > 12:  # noqa: PLR2004
        return hour
    return hour % 12 + (12 if half.lower().startswith("p") else 0)

"""Which two sides `journeys report` is asked to compare, and their spelling.

In:     the texts of --compare, or of --persona and --versus
Out:    Asked: what jp.compare takes, or None when nothing is asked
Units:  days of the project's time zone, the last one included
Errors: WrongComparisonError, with exit code 2
Source: -
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.errors import ExitCode, JourneysError

_HOW = "write 2026-08..2026-09, or 2026-08-01..2026-08-15:2026-09-01..2026-09-15"
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class WrongComparisonError(JourneysError):
    """What is asked cannot be compared."""

    exit_code = ExitCode.CONFIGURATION


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included."""

    first: date
    last: date

    @property
    def is_month(self) -> bool:
        """Whether it is one whole month of the calendar."""
        return self == _month(self.first.year, self.first.month)


@dataclass(frozen=True, slots=True)
class Asked:
    """Two sides of one comparison; without a second persona, all others are the second side."""

    by: Literal["period", "persona"]
    first: Period | str
    second: Period | str | None


def asked_for(
    compare: str | None = None, persona: str | None = None, versus: str | None = None
) -> Asked | None:
    """Read the options of the command line.

    >>> asked_for(persona="Familia", versus="Empresa")
    Asked(by='persona', first='Familia', second='Empresa')
    """
    if compare is not None and (persona is not None or versus is not None):
        raise WrongComparisonError("Periods or personas are compared, not both at once.")
    if compare is not None:
        first, second = two_periods(compare)
        return Asked("period", first, second)
    if persona is None:
        if versus is not None:
            raise WrongComparisonError(
                "--versus goes with --persona.", fix="--persona A --versus B"
            )
        return None
    if persona == versus:
        raise WrongComparisonError(f'"{persona}" would be compared with itself.')
    return Asked("persona", persona, versus)


def two_periods(text: str) -> tuple[Period, Period]:
    """Read two months "A..B", or two periods "A:B", each a month, a day or "FROM..TO".

    >>> first, second = two_periods("2026-08-01..2026-08-15:2026-09")
    >>> first.last.day, second.last.day, second.is_month
    (15, 30, True)
    """
    parts = text.split(":") if ":" in text else text.split("..")
    if len(parts) != len(("first", "second")):
        raise _unreadable(text)
    if ":" not in text and not all(_MONTH.fullmatch(part.strip()) for part in parts):
        raise WrongComparisonError(f'"{text}" is one period, or none.', where="--compare", fix=_HOW)
    first, second = (_period(part.strip()) for part in parts)
    if first.first <= second.last and second.first <= first.last:
        raise WrongComparisonError(f'The periods of "{text}" overlap.', where="--compare", fix=_HOW)
    return first, second


def _period(text: str) -> Period:
    """Both ends may be days or months: from the first day of one to the last of the other."""
    begin, dots, end = text.partition("..")
    if dots and not end:
        raise _unreadable(text)
    first, last = _span(begin, text).first, _span(end or begin, text).last
    if last < first:
        raise WrongComparisonError(f'"{text}" ends before it begins.', where="--compare", fix=_HOW)
    return Period(first, last)


def _span(text: str, whole: str) -> Period:
    month = _MONTH.fullmatch(text)
    try:
        if month:
            return _month(int(month[1]), int(month[2]))
        if _DAY.fullmatch(text):
            return Period(date.fromisoformat(text), date.fromisoformat(text))
    except ValueError:  # IllegalMonthError is one, too
        pass
    raise _unreadable(whole)


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _unreadable(text: str) -> WrongComparisonError:
    return WrongComparisonError(f'"{text}" cannot be read.', where="--compare", fix=_HOW)

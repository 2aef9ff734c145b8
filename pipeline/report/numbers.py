"""Every number, share, span and date of the report, in the reader's language.

In:     plain numbers, seconds, aware times
Out:    text, by the rules of the CLDR for the language
Units:  seconds for durations, shares from 0 to 1, UTC shown in the run's time zone
Errors: none; a missing value is a dash
Source: Babel (Unicode CLDR)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_datetime, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit, get_unit_name

MISSING = "–"  # noqa: RUF001 (a dash, as printed)
MINUS = "−"  # noqa: RUF001 (a true minus)
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
_DAYS_FROM = 2 * DAY
_ONE_DECIMAL_UNDER = 10.0
_LITTLE, _MUCH = 0.005, 0.995


@dataclass(frozen=True, slots=True)
class Numbers:
    """Formats for one language and time zone."""

    language: str
    timezone: str

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.language)

    def count(self, value: float | None) -> str:
        """Whole number with the language's grouping."""
        return MISSING if value is None else self._decimal(value, "#,##0")

    def signed(self, value: float | None) -> str:
        """Whole number that always has its sign, except nought."""
        if value is None:
            return MISSING
        sign = {1: "+", -1: MINUS}.get((round(value) > 0) - (round(value) < 0), "")
        return sign + self._decimal(abs(round(value)), "#,##0")

    def decimal(self, value: float | None) -> str:
        """Up to two decimals."""
        return MISSING if value is None else self._decimal(value, "#,##0.##")

    def one(self, value: float | None) -> str:
        """One decimal, always."""
        return MISSING if value is None else self._decimal(value, "#,##0.0")

    def thousandths(self, value: float | None) -> str:
        """Three decimals, always: for q."""
        return MISSING if value is None else self._decimal(value, "0.000")

    def about(self, value: float | None) -> str:
        """Whole number that claims no more than three digits: what is estimated."""
        return MISSING if value is None else self.count(_three_digits(value))

    def about_money(self, value: float | None, currency: str | None) -> str:
        """An estimated amount, three digits of it."""
        return self.money(None if value is None else _three_digits(value), currency)

    def _decimal(self, value: float, pattern: str) -> str:
        return format_decimal(value, format=pattern, locale=self._locale)

    def score(self, value: float | None) -> str:
        """An emotion from -2 to +2: two decimals and its sign, except nought."""
        if value is None:
            return MISSING
        hundredths = round(value * 100)
        sign = "+" if hundredths > 0 else MINUS if hundredths < 0 else ""
        return sign + self._decimal(abs(hundredths) / 100, "0.00")

    def money(self, value: float | None, currency: str | None) -> str:
        """An amount without cents; without a currency, a count."""
        if value is None or currency is None:
            return self.count(value)
        pattern = self._locale.currency_formats["standard"].pattern.replace(".00", "")
        return format_currency(
            round(value), currency, pattern, locale=self._locale, currency_digits=False
        )

    def rate(self, share: float | None) -> str:
        """Percentage with one decimal, for rates and intervals."""
        return MISSING if share is None else self._percent(share, ".0")

    def share(self, share: float | None) -> str:
        """Percentage without decimals; what is not nothing and not all never looks so."""
        if share is None:
            return MISSING
        if 0 < share < _LITTLE:
            return "<" + self._percent(0.01, "")
        if _MUCH <= share < 1:
            return ">" + self._percent(0.99, "")
        return self._percent(share, "")

    def points(self, difference: float | None) -> str:
        """A difference of two shares, in points of a hundred, with its sign."""
        if difference is None:
            return MISSING
        tenths = round(difference * 1000)
        sign = "+" if tenths > 0 else MINUS if tenths < 0 else ""
        return sign + self._decimal(abs(tenths) / 10, "0.0")

    def _percent(self, share: float, decimals: str) -> str:
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", f"#,##0{decimals}")
        return format_percent(share, format=pattern, locale=self._locale)

    def interval(self, low: float | None, high: float | None) -> str:
        """Two percentages, the sign only once."""
        if low is None or high is None:
            return MISSING
        first = format_decimal(low * 100, format="0.0", locale=self._locale)
        return f"{first}\u2013{self.rate(high)}"

    def duration(self, seconds: float | None) -> str:
        """Seconds in the largest unit that reads well."""
        if seconds is None:
            return MISSING
        size, unit = _unit(seconds)
        value = seconds / size
        digits = 1 if unit != "second" and value < _ONE_DECIMAL_UNDER else 0
        return self._in(_whole(round(value, digits)), f"duration-{unit}")

    def _in(self, value: float, unit: str) -> str:
        """A value in its unit, short.

        The CLDR leaves out a singular that is written like the plural, as in Spanish, and Babel
        takes the unit's whole name for it: "1 horas". What it writes of a hundred is right.
        """

        def short(number: float) -> str:
            return format_unit(number, unit, length="short", format="#,##0.#", locale=self._locale)

        text = short(value)
        if text.endswith(f" {get_unit_name(unit, length='short', locale=self._locale)}"):
            return short(100).replace("100", self._decimal(value, "#,##0.#"))
        return text

    def period(self, seconds: float | None) -> str:
        """A configured span, in words: 30 days."""
        if seconds is None:
            return MISSING
        whole = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1.0, "second"))
        size, unit = next(pair for pair in whole if seconds % pair[0] == 0 or pair[0] == 1.0)
        return format_unit(
            _whole(seconds / size),
            f"duration-{unit}",
            length="long",
            format="#,##0.##",
            locale=self._locale,
        )

    def day(self, moment: datetime | None) -> str:
        """A date in words."""
        if moment is None:
            return MISSING
        return format_date(moment.astimezone(self._zone), "long", locale=self._locale)

    def month(self, text: str) -> str:
        """A month written "2026-09", or the week that begins with a day."""
        first = date.fromisoformat(text if text.count("-") > 1 else f"{text}-01")
        if text.count("-") > 1:
            return format_date(first, "medium", locale=self._locale)
        return format_skeleton("yMMMM", first, locale=self._locale)

    def moment(self, moment: datetime | None) -> str:
        """Date and time in the run's time zone."""
        if moment is None:
            return MISSING
        local = moment.astimezone(self._zone)
        return format_datetime(local, "medium", tzinfo=self._zone, locale=self._locale)

    def days(self, first: datetime | None, last: datetime | None) -> str:
        """A span of dates: 1 Jul - 28 Sep 2026."""
        if first is None or last is None:
            return MISSING
        ends = first.astimezone(self._zone).date(), last.astimezone(self._zone).date()
        return format_interval(*ends, "yMMMd", locale=self._locale)

    def dates(self, first: date | None, last: date | None) -> str:
        """A span of days without a time zone: those of the data's own calendar."""
        if first is None or last is None:
            return MISSING
        return format_interval(first, last, "yMMMd", locale=self._locale)

    def words(self, items: list[str] | tuple[str, ...]) -> str:
        """Join a list: web, crm and support."""
        return format_list(list(items), locale=self._locale)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def filters(self) -> dict[str, Callable[..., str]]:
        """Give the formats the names templates use."""
        return {
            "count": self.count, "signed": self.signed, "decimal": self.decimal,
            "rate": self.rate, "score": self.score, "share": self.share, "duration": self.duration,
            "money": self.money, "period": self.period, "day": self.day, "moment": self.moment,
            "month": self.month, "words": self.words, "one": self.one,
            "about": self.about, "about_money": self.about_money,
        }  # fmt: skip


def _three_digits(value: float) -> int:
    """Round to three digits.

    >>> _three_digits(185433.4), _three_digits(57.6)
    (185000, 58)
    """
    return round(float(f"{value:.3g}"))


def _whole(value: float) -> float:
    """A whole number as such: 1.0 hours are several in English, 1 hour is one."""
    return int(value) if value == int(value) else value


def _unit(seconds: float) -> tuple[float, str]:
    if seconds >= _DAYS_FROM:
        return DAY, "day"
    if seconds >= HOUR:
        return HOUR, "hour"
    return (MINUTE, "minute") if seconds >= MINUTE else (1.0, "second")

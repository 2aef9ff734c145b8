"""What the page of differences says in the reader's language.

In:     parts of a ComparisonPage
Out:    words and formatted numbers
Units:  differences of shares are percentage points
Errors: none
Source: -
"""

from collections.abc import Mapping, Sequence
from gettext import GNUTranslations

from pipeline.report.asked import Period
from pipeline.report.contrast import Contrast, Side
from pipeline.report.numbers import MINUS, MISSING, Numbers
from pipeline.report.words import N_
from pipeline.sankey.labels import cut

PARTS: Mapping[str, str] = {
    "reached": N_("Reach the goal"),
    "duration_s": N_("Mean time to the goal"),
    "drop_off": N_("Drop-off by touchpoint: visits that were the end"),
    "rating": N_("Emotion by touchpoint: ratings, from −2 to +2"),  # noqa: RUF001
    "text": N_("Emotion by touchpoint: tone of texts, from −2 to +2"),  # noqa: RUF001
}
AT: Mapping[str, str] = {
    "drop_off": N_("Drop-off at {touchpoint}"),
    "rating": N_("Ratings at {touchpoint}"),
    "text": N_("Tone of texts at {touchpoint}"),
}
_SHARES = {"reached", "drop_off"}


class ComparisonWords:
    """Names, values and differences in one language."""

    def __init__(self, words: GNUTranslations, numbers: Numbers) -> None:
        self._say, self._numbers = words.gettext, numbers

    def side(self, side: Period | str | None) -> str:
        """Name a side: a month, days, a persona, or all others."""
        if side is None:
            return self._say(N_("All others"))
        if isinstance(side, str):
            return side
        if side.is_month:
            return self._numbers.month(f"{side.first:%Y-%m}")
        return self._numbers.dates(side.first, side.last)

    def part(self, measure: str) -> str:
        """Name a measure as the heading of its rows."""
        return self._say(PARTS[measure])

    def row(self, row: Contrast) -> str:
        """Name a row where it stands alone."""
        if row.touchpoint is None:
            return self.part(row.measure)
        return self._say(AT[row.measure]).replace("{touchpoint}", row.touchpoint)

    def value(self, measure: str, side: Side) -> str:
        """Say the value of one side, or only that it is small."""
        if side.below is not None:
            return f"< {self._numbers.rate(side.below)}" if measure in _SHARES else MISSING
        if measure in _SHARES:
            return self._numbers.rate(side.value)
        if measure == "duration_s":
            return self._numbers.duration(side.value)
        return self._numbers.score(side.value)

    def difference(self, measure: str, value: float | None) -> str:
        """Say a difference with its sign and its unit."""
        number = self._signed(measure, value)
        if value is None or measure not in _SHARES:
            return number
        return self._say(N_("{n} points")).replace("{n}", number)

    def between(self, row: Contrast) -> str:
        """Say the interval of a difference."""
        low, high = (self._signed(row.measure, end) for end in (row.low, row.high))
        return self._say(N_("{low} to {high}")).replace("{low}", low).replace("{high}", high)

    def axis(self, measure: str, end: float) -> str:
        """Say how far the axis goes to either side."""
        return f"± {self.difference(measure, end).removeprefix('+')}"

    def touchpoints(self, rows: Sequence[Contrast]) -> str:
        """Name the touchpoints of some rows; very long names are cut."""
        return self._numbers.words([cut(row.touchpoint or "", 48) for row in rows])

    def _signed(self, measure: str, value: float | None) -> str:
        if value is None:
            return MISSING
        if measure not in _SHARES | {"duration_s"}:
            return self._numbers.score(value)
        sign = "+" if value > 0 else MINUS
        if measure == "duration_s":
            text = self._numbers.duration(abs(value))
        else:
            text = self._numbers.one(abs(value) * 100)
        return text if text.startswith("0") and text == self._zero(measure) else sign + text

    def _zero(self, measure: str) -> str:
        """What is too little to have a sign."""
        return self._numbers.duration(0.0) if measure == "duration_s" else self._numbers.one(0.0)

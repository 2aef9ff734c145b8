"""One measure of two sides and how they differ, with what is too small left out.

In:     a row as `questions.compare_rows` makes it; the size of small cells
Out:    Contrast
Units:  shares from 0 to 1; seconds; emotion from -2 to +2; differences are first less second
Errors: none
Source: questions.compare; counts under `report.small_cell_k` are hidden as on the main page
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.questions.compare_rows import SHARES
from pipeline.sankey.labels import visible

if TYPE_CHECKING:
    from pipeline.report.read import Row

_MORE_IS_BETTER = {"reached", "rating", "text"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two values of a row."""

    n: int
    value: float | None
    below: float | None  # where the value is hidden: it is under this


@dataclass(frozen=True, slots=True)
class Contrast:
    """One measure of both sides and how they differ."""

    measure: str
    touchpoint: str | None
    first: Side
    second: Side
    difference: float | None
    low: float | None
    high: float | None
    q: float | None
    verdict: str  # worse | better | same, of the first; few | hidden: nothing is told


def contrast_of(row: Row, small: int) -> Contrast:
    """Take a row of a comparison; where a count is too small no difference tells it, either."""
    touchpoint = row["touchpoint"] and visible(row["touchpoint"])
    first, second = (_side(row, name, small) for name in ("first", "second"))
    is_hidden = first.below is not None or second.below is not None
    told = not (is_hidden or row["is_too_few"])
    difference, low, high, q = (
        row[name] if told else None for name in ("difference", "low", "high", "q")
    )
    verdict = "few" if row["is_too_few"] else "hidden" if is_hidden else _verdict(row)
    return Contrast(row["measure"], touchpoint, first, second, difference, low, high, q, verdict)


def _side(row: Row, name: str, small: int) -> Side:
    n, value = row[f"n_{name}"], row[name]
    if row["measure"] in SHARES and value is not None and 0 < round(value * n) < small:
        return Side(n, None, small / n)
    if n < small:
        return Side(n, None, None if value is None else 1.0)
    return Side(n, value, None)


def _verdict(row: Row) -> str:
    if not row["is_different"]:
        return "same"
    is_more = row["difference"] > 0
    return "better" if is_more == (row["measure"] in _MORE_IS_BETTER) else "worse"

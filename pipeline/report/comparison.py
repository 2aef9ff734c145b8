"""The page of differences between two sides: numbers only, no words, no markup.

In:     a built warehouse; what is asked for
Out:    ComparisonPage: per definition the rates, times, emotion and drop-offs of both sides
Units:  shares from 0 to 1; seconds; emotion from -2 to +2; differences are first less second
Errors: WrongComparisonError when no definition has journeys of both sides
Source: questions.compare; counts under `report.small_cell_k` are hidden as on the main page
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.questions.common import rows_of
from pipeline.questions.compare import Comparison, NothingToCompareError, compare
from pipeline.report.asked import Asked, Period, WrongComparisonError
from pipeline.report.contrast import Contrast, contrast_of
from pipeline.report.page import run_of
from pipeline.report.read import read_rows
from pipeline.sankey.labels import visible

if TYPE_CHECKING:
    import duckdb

    from pipeline.report.model import Run
    from pipeline.report.read import Row

MEASURES = ("reached", "duration_s", "drop_off", "rating", "text")


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one measure on a common axis, the surest first."""

    measure: str
    rows: tuple[Contrast, ...]
    nobody: tuple[Contrast, ...]  # touchpoints where nobody left, on either side
    axis_end: float

    @property
    def all_rows(self) -> tuple[Contrast, ...]:
        """Those that are shown in a row of their own, and those that are only named."""
        return self.rows + self.nobody


@dataclass(frozen=True, slots=True)
class ComparedJourney:
    """One definition; without parts where one side has no journeys of it."""

    name: str
    window_s: float | None
    parts: tuple[Part, ...]

    @property
    def marked(self) -> tuple[Contrast, ...]:
        """What differs for sure: q is at most 0.05."""
        rows = (row for part in self.parts for row in part.rows)
        found = [row for row in rows if row.verdict in {"worse", "better"}]
        return tuple(sorted(found, key=lambda row: (row.q, row.measure, row.touchpoint or "")))

    @property
    def judged(self) -> int:
        """How many differences are told."""
        return sum(row.difference is not None for part in self.parts for row in part.rows)


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Everything the page shows."""

    run: Run
    asked: Asked
    min_n: int
    journeys: tuple[ComparedJourney, ...]


def comparison_of(
    db: duckdb.DuckDBPyConnection, asked: Asked, *, language: str | None = None
) -> ComparisonPage:
    """Compare the two sides in every definition; `language` wins over the run's own."""
    (run,), (totals,) = read_rows(db, "run"), read_rows(db, "totals")
    names = [row["journey"] for row in rows_of(db, "api/journeys.sql")]
    found = {name: _compared(db, name, asked) for name in names}
    told = [one for one in found.values() if isinstance(one, Comparison)]
    if not told:
        raise _nothing(found.values(), run)
    return ComparisonPage(
        run=run_of(run, totals, language),
        asked=asked,
        min_n=told[0].min_n,
        journeys=tuple(_journey(name, one, run["small_cell_k"]) for name, one in found.items()),
    )


def _compared(
    db: duckdb.DuckDBPyConnection, journey: str, asked: Asked
) -> Comparison | NothingToCompareError:
    first, second = map(_taken, (asked.first, asked.second))
    try:
        return compare(db, journey=journey, by=asked.by, first=first, second=second)
    except NothingToCompareError as error:
        return error


def _taken(side: Period | str | None) -> Any:  # noqa: ANN401 - as compare takes it
    return (side.first, side.last) if isinstance(side, Period) else side


def _nothing(found: Iterable[object], run: Row) -> WrongComparisonError:
    error = next(one for one in found if isinstance(one, NothingToCompareError))
    first, last = (f"{run[name]:%Y-%m-%d}" for name in ("first_event_at", "last_event_at"))
    data = f"the data are of {first} to {last}"
    return WrongComparisonError(error.what, where=error.where or data, fix=error.fix or data)


def _journey(name: str, found: Comparison | NothingToCompareError, small: int) -> ComparedJourney:
    if isinstance(found, NothingToCompareError):
        return ComparedJourney(visible(name), None, ())
    rows = [contrast_of(row, small) for row in found.rows]
    return ComparedJourney(visible(name), found.window.total_seconds(), parts_of(rows))


def parts_of(rows: Sequence[Contrast]) -> tuple[Part, ...]:
    """Put the rows of each measure together, in the order of the page."""
    parts = (_part(name, [row for row in rows if row.measure == name]) for name in MEASURES)
    return tuple(part for part in parts if part.all_rows)


def _part(measure: str, rows: list[Contrast]) -> Part:
    def is_nobody(row: Contrast) -> bool:
        return measure == "drop_off" and row.first.value == row.second.value == 0.0

    shown = tuple(row for row in rows if not is_nobody(row))
    ends = (abs(end) for row in shown for end in (row.low, row.high) if end is not None)
    return Part(measure, shown, tuple(filter(is_nobody, rows)), max(ends, default=0.0))

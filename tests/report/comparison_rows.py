"""A page of differences made by hand, one row of each kind.

In:     names of touchpoints and sides
Out:    rows as compare finds them; a ComparisonPage
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pipeline.report.asked import Asked, Period
from pipeline.report.comparison import ComparedJourney, ComparisonPage, parts_of
from pipeline.report.contrast import contrast_of
from pipeline.report.model import Run, VisitRules

SMALL = 10
PERIODS = Asked(
    "period",
    Period(date(2026, 8, 1), date(2026, 8, 31)),
    Period(date(2026, 9, 1), date(2026, 9, 15)),
)


def found(
    measure: str,
    sides: tuple[tuple[int, float], tuple[int, float]],
    *,
    touchpoint: str | None = None,
    spread: float = 0.1,
    q: float = 0.5,
    is_too_few: bool = False,
) -> dict[str, Any]:
    """A row as compare gives it; the interval is as wide as asked for."""
    (n_first, first), (n_second, second) = sides
    row: dict[str, Any] = {
        "measure": measure, "touchpoint": touchpoint, "n_first": n_first, "n_second": n_second,
        "first": first, "second": second, "difference": first - second,
        "low": first - second - spread, "high": first - second + spread, "q": q,
        "is_too_few": is_too_few, "is_different": q <= 0.05,
    }  # fmt: skip
    if is_too_few:
        row |= dict.fromkeys(("first", "second", "difference", "low", "high", "q"))
    return row


ROWS = (
    found("drop_off", ((100, 0.6), (700, 0.2)), touchpoint="Pay", q=0.0002),
    found("reached", ((400, 0.15), (3000, 0.25)), spread=0.04, q=0.01),
    found("duration_s", ((60, 7 * 86400.0), (750, 8 * 86400.0)), spread=86400.0),
    found("drop_off", ((80, 0.5), (90, 0.1)), touchpoint="Cart", q=0.03),
    found("drop_off", ((40, 0.0), (50, 0.0)), touchpoint="Thanks", spread=0.0),
    found("drop_off", ((4, 0.5), (50, 0.5)), touchpoint="Chat", is_too_few=True),
    found("text", ((31, -0.25), (60, -0.5)), touchpoint="Phone", q=0.05),
)


def page(
    rows: tuple[dict[str, Any], ...] = ROWS,
    *,
    language: str = "en",
    asked: Asked = PERIODS,
    name: str = "signup",
) -> ComparisonPage:
    """A definition with these rows, and one that a side has no journeys of."""
    parts = parts_of([contrast_of(row, SMALL) for row in rows])
    journeys = ComparedJourney(name, 30 * 86400.0, parts), ComparedJourney("help", None, ())
    return ComparisonPage(_run(language), asked, 30, journeys)


def _run(language: str) -> Run:
    at = datetime(2026, 9, 28, 6, tzinfo=UTC)
    return Run(
        version="1", config_hash="c", input_hash="i", as_of_at=at, first_event_at=at,
        last_event_at=at, timezone="Europe/Madrid", language=language, currency=None,
        visits=VisitRules(1800.0, "longer", False, False, None, None, None),
        small_cell_k=SMALL, people=1, sessions=1, events=1,
    )  # fmt: skip

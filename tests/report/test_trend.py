"""What changed: the last weeks against those before them, counted one journey after the other."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

import pipeline as jp
from pipeline.report.model import Page
from pipeline.report.page import build_page
from pipeline.report.read import read_marts, read_rows
from pipeline.report.render import page_as_html
from pipeline.report.trend import Days, Trend, trend_of
from tests.report.company import AS_OF, TIMEOUT_S, Journey
from tests.report.marts import warehouse

ZONE = ZoneInfo("Europe/Madrid")


def trend_in(page: Page, name: str) -> Trend:
    (found,) = (journey.trend for journey in page.journeys if journey.definition.name == name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["alta", "soporte"])
def test_both_sides_are_whole_weeks_that_had_a_timeout_to_reach_the_goal(
    page: Page, made_up: list[Journey], name: str
) -> None:
    found, timeout_s = trend_in(page, name), TIMEOUT_S[name]
    until = (AS_OF - timedelta(seconds=timeout_s)).astimezone(ZONE).date()
    for side, told, end in (
        (found.lately, found.change.first, until),
        (found.before, found.change.second, until - timedelta(days=28)),
    ):
        assert side == Days(end - timedelta(days=28), end - timedelta(days=1))
        own = [j for j in made_up if j.journey == name and side.first <= day(j) <= side.last]
        reached = [j for j in own if j.outcome == "reached" and lasted_s(j) <= timeout_s]
        assert told.n == len(own)
        assert told.value == pytest.approx(len(reached) / len(own))


def day(journey: Journey) -> date:
    return journey.steps[0].at.astimezone(ZONE).date()


def lasted_s(journey: Journey) -> float:
    return (journey.steps[-1].at - journey.steps[0].at).total_seconds()


def test_it_is_the_first_row_of_a_comparison_of_the_two_periods(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = trend_of(
        [row for row in read_rows(sample_db, "trend") if row["journey"] == "soporte"], small=10
    )
    assert found is not None
    first, second = ((side.first, side.last) for side in (found.lately, found.before))
    rows = jp.compare(sample_db, journey="soporte", by="period", first=first, second=second).rows
    (row,) = (row for row in rows if row["measure"] == "reached")
    change = found.change
    assert (change.first.n, change.second.n) == (row["n_first"], row["n_second"])
    for name in ("difference", "low", "high"):
        assert getattr(change, name) == pytest.approx(row[name])


def test_the_summary_says_it_in_words(page: Page, html: str) -> None:
    summary = html[html.index('id="summary"') : html.index("</section>")]
    for journey in page.journeys:
        assert journey.trend is not None
        word = {"better": "Mejor que antes", "worse": "Peor que antes", "same": "Sin cambio claro"}
        assert word[journey.trend.change.verdict] in summary


def test_of_too_short_a_time_nothing_is_told(made_up: list[Journey]) -> None:
    late = [journey for journey in made_up if journey.steps[0].at > AS_OF - timedelta(days=40)]
    page = build_page(read_marts(warehouse(late)))
    purchases, support = page.journeys
    assert purchases.trend is None  # ten days had their month: not two whole weeks
    assert support.trend is not None
    assert support.trend.lately.last - support.trend.lately.first == timedelta(days=6)
    assert page_as_html(page).count('class="trend"') == 1

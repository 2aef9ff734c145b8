"""The two days of the incident against the fortnight after them, as the page tells it."""

from __future__ import annotations

import duckdb
import pytest

import pipeline as jp
from pipeline.report.asked import WrongComparisonError, asked_for
from pipeline.report.comparison import ComparisonPage, comparison_of
from pipeline.report.comparison_html import comparison_as_html
from tests.golden.reading import Truth

DAYS = "2026-08-11..2026-08-12:2026-08-13..2026-08-26"


@pytest.fixture(scope="module")
def incident(sample_db: duckdb.DuckDBPyConnection) -> ComparisonPage:
    asked = asked_for(DAYS)
    assert asked is not None
    return comparison_of(sample_db, asked)


def test_the_payment_and_the_goal_it_cost_are_all_that_is_marked(
    incident: ComparisonPage, truth: Truth
) -> None:
    alta, soporte = incident.journeys
    assert [(row.measure, row.touchpoint, row.verdict) for row in alta.marked] == [
        ("drop_off", "Pago", "worse"), ("reached", None, "worse"),
    ]  # fmt: skip
    assert soporte.marked == ()
    lost = sum(day["lost_at_payment"] for day in truth["payment_incident"]["days"].values())
    pay = alta.marked[0]
    assert pay.first.value is not None
    assert pay.first.value * pay.first.n == pytest.approx(lost)


def test_the_page_tells_the_numbers_of_compare(
    sample_db: duckdb.DuckDBPyConnection, incident: ComparisonPage
) -> None:
    days, rest = ("2026-08-11", "2026-08-12"), ("2026-08-13", "2026-08-26")
    found = jp.compare(sample_db, journey="alta", by="period", first=days, second=rest)
    rows = {
        (row.measure, row.touchpoint): row
        for part in incident.journeys[0].parts
        for row in part.all_rows
    }
    assert len(rows) == len(found.rows)
    told = 0
    for row in found.rows:
        shown = rows[row["measure"], row["touchpoint"]]
        assert (shown.first.n, shown.second.n) == (row["n_first"], row["n_second"])
        if shown.difference is not None:
            told += 1
            numbers = (shown.first.value, shown.second.value, shown.difference, shown.low, shown.q)
            names = ("first", "second", "difference", "low", "q")
            assert numbers == tuple(row[name] for name in names)
    assert told > 10
    assert "Abandono en Pago" in comparison_as_html(incident)


def test_a_persona_that_nobody_has_and_days_without_data_are_refused(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    for asked, said in (
        (asked_for(persona="Nomada digital"), 'did you mean "Nómada digital"'),
        (asked_for("2025-01..2025-02"), "the data are of 2026-06-30 to 2026-09-28"),
    ):
        assert asked is not None
        with pytest.raises(WrongComparisonError) as refused:
            comparison_of(sample_db, asked)
        assert said in str(refused.value)

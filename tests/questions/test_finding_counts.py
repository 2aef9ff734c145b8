"""Waits, campaigns, emotions and failures, counted on a story worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.finding_counts import Counts, read_counts, without_explained
from pipeline.questions.findings import specific_findings, touchpoint_findings
from tests.build_helpers import BUY, SOURCES, instant_us, open_built, rows_of, story

CONFIG = (
    SOURCES
    + BUY
    + """
value = 50

[[journey]]
name = "ticket"
boundary = "case"
case = "ticket_id"
goal = ["solved"]
timeout = "1 day"

[opportunities]
failures = ["*Reopened"]
"""
)
# Nine tickets are solved after an hour, one after ten; who rates says so an hour later.
QUICK = "".join(
    f"""
    t{n}  10:00  ask       ticket_id=t{n}  topic=bill
    t{n}  11:00  solved    ticket_id=t{n}  direction=company
    t{n}  12:00  rating    ticket_id=t{n}  emotion={-2 if n == 1 else 2}
    """
    for n in range(1, 9)
)
STORY = (
    QUICK
    + """
    t9   10:00  ask        ticket_id=t9  topic=bill       -- solved as fast, never rated
    t9   11:00  solved     ticket_id=t9  direction=company
    t9   11:30  Reopened   ticket_id=t9
    ten  08:00  ask        ticket_id=t0  topic=bill
    ten  18:00  solved     ticket_id=t0  direction=company
    ten  19:00  rating     ticket_id=t0  emotion=-2
    ana  10:00  visit      campaign=sale                  -- lost
    ana  d2 10:00  visit   campaign=sale                  -- lost again: the same customer
    bea  10:00  visit      campaign=sale
    bea  10:10  visit      campaign=other                 -- no: the first one began it
    bea  10:20  buy
    eva  10:00  visit                                     -- lost, without a campaign
    leo  d9 23:30  visit   campaign=sale                  -- began too late to be judged
"""
)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with open_built(CONFIG, story(STORY), as_of_us=instant_us(10)) as engine:
        yield engine


@pytest.fixture(scope="module")
def counts(engine: DuckDBEngine) -> Counts:
    return read_counts(engine.read)


def _only(rows: list[dict[str, Any]], **having: object) -> dict[str, Any]:
    (row,) = (row for row in rows if having.items() <= row.items())
    return row


def test_long_is_longer_than_nine_in_ten_and_only_who_rated_counts(counts: Counts) -> None:
    row = _only(counts.waits, topic="bill")
    # Nine waits of 3,600 s and one of 36,000: nine tenths of the way are at 3,600 + 0.1 x 32,400.
    assert row["limit_s"] == pytest.approx(6_840)
    assert (row["n"], row["unhappy"]) == (1, 1)
    assert (row["others"], row["others_unhappy"]) == (8, 1)


def test_a_campaign_is_the_one_that_began_the_journey(counts: Counts) -> None:
    row = _only(counts.campaigns, campaign="sale")
    assert (row["people"], row["n"], row["lost"]) == (2, 3, 2)
    # Ana has two journeys, both lost; Bea one.
    assert (row["n_n"], row["n_lost"], row["lost_lost"]) == (5, 4, 4)
    none = _only(counts.campaigns, campaign="(none)", journey_no=1)
    assert (none["n"], none["lost"]) == (1, 1)
    assert {row["campaign"] for row in counts.campaigns} == {"sale", "(none)"}


def test_a_failure_that_comes_after_the_goal_is_one_too(counts: Counts) -> None:
    numbers = {name: number for number, name in counts.touchpoints.items()}
    asked = [row for row in counts.visits if row["touchpoint_no"] == numbers["ask"]]
    assert sum(row["again"] for row in asked) == 1
    assert sum(row["n"] for row in asked) == 10


def test_emotions_are_those_of_the_mart(counts: Counts, engine: DuckDBEngine) -> None:
    found = {
        (row["measure"], row["touchpoint"]): (row["n"], row["emotions"], row["unhappy"])
        for row in counts.emotions
    }
    assert found == {("rating", "ask"): (9, 10.0, 2)}  # a rating is about the asking
    (mart,) = rows_of(
        engine,
        "select n, people from marts.emotion where journey = 'ticket' and level = 'touchpoint' "
        "and measure = 'rating' and place = 'ask'",
    )
    assert (mart["n"], mart["people"]) == (9, 9)


def test_of_a_handful_nothing_is_found(counts: Counts, engine: DuckDBEngine) -> None:
    assert specific_findings(counts, 30, 0.05) == []
    assert touchpoint_findings(counts, 30, 0.05) == []
    for mart in ("moments_of_truth", "pain_points"):
        assert all(row["is_too_few"] for row in rows_of(engine, f"from marts.{mart}"))
    assert rows_of(engine, "from marts.opportunities") == []


def test_what_is_explained_is_left_out_from_there_on(engine: DuckDBEngine, counts: Counts) -> None:
    assert without_explained(engine.read, counts).visits == counts.visits

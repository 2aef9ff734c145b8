"""Where journeys end, and where their people went instead."""

from __future__ import annotations

import duckdb
import pytest

import pipeline as jp
from pipeline.errors import JourneysError
from tests.build_helpers import BUY, SOURCES
from tests.spec.stories import ask

LEAVING = """
    ana     10:00  visit
    ana     10:05  read          -- the journey ended here
    ana     10:06  answer  direction=company  -- ours; still the last event of the journey
    ana     18:00  visit         -- 7 h 54 min later another try, which reached the goal
    ana     18:10  buy
    bea     10:00  visit
    bea     10:05  read          -- ended; what is written to her is no act of hers
    bea     15:00  mail   direction=company
    eva     10:00  visit
    eva     10:05  read          -- ended, then a call that is in no journey
    eva     12:00  call
    leo     23:00  visit         -- open
"""
WENT = (
    "select touchpoint, destination, journeys, people, share, tried_again, reached_later, "
    "median_after_s from marts.drop_off_destinations order by all"
)


def test_where_they_went_is_the_next_thing_they_did_themselves() -> None:
    assert ask(LEAVING, WENT) == [
        ("answer", "visit", 1, 1, 1.0, 1, 1, 28440.0),
        ("read", "(nothing)", 1, 1, 0.5, 0, 0, None),
        ("read", "call", 1, 1, 0.5, 0, 0, 6900.0),
    ]


def test_what_happens_at_the_same_instant_comes_after_in_the_total_order() -> None:
    config = SOURCES + BUY.replace('goal = ["buy"]', 'goal = ["buy"]\nexclude = ["call"]')
    story = """
        ana     10:00  visit  id=1
        ana     10:00  call   id=0   -- before the visit
        ana     10:00  call   id=2   -- after it
        bea     15:00  visit
    """
    columns = "select destination, median_after_s from marts.drop_off_destinations"
    assert ask(story, columns, config) == [("call", 0.0)]


def test_how_long_it_has_been_silent_is_told() -> None:
    columns = "select touchpoint, median_silence_s from marts.drop_offs order by touchpoint"
    # The data end at 23:00.
    assert ask(LEAVING, columns) == [
        ("answer", 46440.0),
        ("buy", None),
        ("read", 46500.0),
        ("visit", None),
    ]


def test_a_touchpoint_is_compared_with_others_as_far_on() -> None:
    short = "\n".join(f"s{n} 10:00 visit" for n in range(4))  # all four end at once
    long = "\n".join(
        f"l{n} 10:00 visit\nl{n} 10:01 read\nl{n} 10:02 {'buy' if n else 'ask'}" for n in range(4)
    )
    story = f"{short}\n{long}\nlast 15:00 visit"
    columns = "select touchpoint, ended, expected from marts.drop_offs order by touchpoint"
    # Of 8 at the first step 4 ended; of 4 at the third step 1, at "ask" as little as at "buy".
    assert ask(story, columns) == [
        ("ask", 1, 0.25),
        ("buy", 0, 0.75),
        ("read", 0, 0.0),
        ("visit", 4, 4.0),
    ]


def test_steps_from_max_steps_on_are_one_position() -> None:
    config = SOURCES + BUY + "[report]\nmax_steps = 2\n"
    story = """
        ana  10:00  visit
        ana  10:01  read
        bea  10:00  visit
        bea  10:01  read
        bea  10:02  ask
        bea  10:03  buy
        leo  15:00  visit
    """
    columns = "select touchpoint, expected from marts.drop_offs order by touchpoint"
    # One of four ended at the second step or later: read twice, ask and buy once.
    assert ask(story, columns, config) == [
        ("ask", 0.25),
        ("buy", 0.25),
        ("read", 0.5),
        ("visit", 0.0),
    ]


def test_a_question_shows_what_the_marts_hold(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.drop_offs(sample_db, journey="alta")
    frame, went = found.frame(), found.destinations()
    mart = sample_db.sql(
        "select sum(at_risk)::int, sum(ended)::int, sum(open)::int from marts.drop_offs "
        "where journey = 'alta'"
    ).fetchall()
    assert [tuple(frame[["at_risk", "ended", "open"]].sum())] == mart
    assert frame["expected"].sum() == pytest.approx(frame["ended"].sum())
    assert frame["ended"].is_monotonic_decreasing
    ended_at = went.groupby("touchpoint")["journeys"].sum()
    assert ended_at.to_dict() == {
        row["touchpoint"]: row["ended"] for row in found.rows if row["ended"]
    }
    rates, expected = found.figure().data
    assert len(rates.x) == len(expected.x) == (frame["at_risk"] > 0).sum()
    assert found._repr_html_().startswith("<table><caption>Where journeys end: alta")


def test_a_journey_that_nobody_defined_is_refused(sample_db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(JourneysError, match="alta"):
        jp.drop_offs(sample_db, journey="atla")

"""Transitions, routes, flows and drop-off, worked out by hand."""

import pytest

from tests.build_helpers import SOURCES
from tests.spec.stories import BUYING, ask

FREE = (
    SOURCES
    + '[[journey]]\nname = "life"\nboundary = "whole"\ngoal = ["leave"]\ntimeout = "1 day"\n'
)
FORTH = """
    ana  10:00  web
    ana  10:01  buy
    bea  10:00  app
    bea  10:01  leave
"""
CROSSED = """
    ana  10:00  web
    ana  10:01  leave
    bea  10:00  app
    bea  10:01  buy
"""
UNEQUAL = 'select "check" from marts.reconciliation where not ok'
PAIRS = (
    "select from_touchpoint || ' -> ' || to_touchpoint from marts.transitions "
    "where from_touchpoint <> '(start)' and to_touchpoint not like '(%' order by 1"
)


def test_opposite_flows_with_equal_totals_give_different_transitions_and_routes() -> None:
    assert ask(FORTH, PAIRS, FREE) == ["app -> leave", "web -> buy"]
    assert ask(CROSSED, PAIRS, FREE) == ["app -> buy", "web -> leave"]
    routes = "select route from marts.routes order by route"
    assert ask(FORTH, routes, FREE) == [["app", "leave"], ["web", "buy"]]
    assert ask(CROSSED, routes, FREE) == [["app", "buy"], ["web", "leave"]]


def test_a_transition_counts_every_time_each_journey_once_and_each_person_once() -> None:
    story = """
        ana  10:00  visit
        ana  10:01  read
        ana  10:02  visit
        ana  10:03  read    -- visit -> read for the second time in this journey
        ana  10:06  buy
        ana  11:00  visit
        ana  11:10  read    -- and in another journey of hers
        bea  10:00  visit
        bea  10:02  read
    """
    columns = (
        "select transitions, journeys, people, median_gap_s, p90_gap_s from marts.transitions "
        "where from_touchpoint = 'visit' and to_touchpoint = 'read'"
    )
    # The gaps are 1, 1, 2 and 10 minutes: the median lies between 60 s and 120 s, and the 90th
    # percentile 7/10 of the way from 120 s to 600 s.
    assert ask(story, columns) == [(4, 3, 2, 90.0, pytest.approx(456.0))]


def test_routes_come_from_the_most_frequent_on_and_their_shares_add_up() -> None:
    story = """
        ana  10:00  visit
        bea  10:00  visit
        eva  10:00  visit
        eva  10:01  buy
        leo  10:00  visit
        leo  10:01  read
        ana  10:02  buy
    """
    columns = "select route, journeys, share, cumulative_share, reached, open from marts.routes"
    assert ask(story, columns) == [
        (["visit", "buy"], 2, 0.5, 0.5, 2, 0),
        (["visit"], 1, 0.25, 0.75, 0, 1),
        (["visit", "read"], 1, 0.25, 1.0, 0, 1),
    ]


def test_a_route_of_one_person_twice_counts_two_journeys_and_one_person() -> None:
    story = """
        ana  10:00  visit
        ana  10:01  buy
        ana  10:02  visit
        ana  10:03  buy
    """
    assert ask(story, "select journeys, people from marts.routes") == [(2, 1)]


def test_routes_tell_touchpoints_with_commas_and_arrows_apart() -> None:
    story = """
        ana  10:00  a,~b
        bea  10:00  a
        bea  10:01  b
    """
    routes = "select route from marts.routes order by steps"
    assert ask(story, routes, FREE) == [["a, b"], ["a", "b"]]


def test_who_goes_on_after_the_last_step_shown_goes_to_more() -> None:
    story = """
        ana  10:00  visit
        ana  10:01  read
        ana  10:02  buy
        bea  10:00  visit
        bea  10:01  buy      -- exactly as many steps as are shown
        eva  10:00  visit
    """
    columns = (
        "select step_no, from_touchpoint, to_touchpoint, journeys from marts.flows order by all"
    )
    assert ask(story, columns, "report = { max_steps = 2 }\n" + BUYING) == [
        (0, "(start)", "visit", 3),
        (1, "visit", "(open)", 1),
        (1, "visit", "buy", 1),
        (1, "visit", "read", 1),
        (2, "buy", "(reached)", 1),
        (2, "read", "(more)", 1),
    ]


def test_drop_off_counts_who_ended_and_keeps_who_is_open_apart() -> None:
    story = """
        ana  10:00  visit
        ana  10:01  read    -- ended here
        bea  10:00  visit
        bea  10:01  read
        bea  10:02  visit   -- ended on the visit: touched it twice, at risk once
        eva  10:00  visit
        eva  10:01  buy
        leo  15:00  visit
        leo  15:01  read    -- open here, so not at risk at read, but at risk at visit
    """
    columns = "select touchpoint, at_risk, ended, open, rate, expected, excess from marts.drop_offs"
    # Position 1: the visits of ana, eva and leo, none ended. Position 2: ana's read, which ended,
    # bea's read and eva's buy. Position 3: bea's second visit, which ended, and nothing else.
    assert ask(story, columns + " order by touchpoint") == [
        ("buy", 1, 0, 0, 0.0, pytest.approx(1 / 3), pytest.approx(-1 / 3)),
        ("read", 2, 1, 1, 0.5, pytest.approx(2 / 3), pytest.approx(1 / 3)),
        ("visit", 4, 1, 0, 0.25, pytest.approx(1), pytest.approx(0)),
    ]


def test_the_interval_of_a_drop_off_rate_is_wilsons() -> None:
    visits = "\n".join(f"p{n}  10:00  visit" for n in range(10))
    bought = "\n".join(f"p{n}  10:01  buy" for n in range(9))
    story = f"{visits}\n{bought}\nlast  15:00  visit"
    columns = "select rate, rate_low, rate_high from marts.drop_offs where touchpoint = 'visit'"
    # 1 of 10: the textbook interval is 0.0179 to 0.4042 (Newcombe 1998, score method).
    assert ask(story, columns) == [
        (0.1, pytest.approx(0.0179, abs=5e-5), pytest.approx(0.4042, abs=5e-5))
    ]


def test_where_everybody_is_still_open_there_is_no_rate() -> None:
    columns = "select at_risk, ended, open, rate from marts.drop_offs"
    assert ask("ana 10:00 visit", columns) == [(0, 0, 1, None)]


def test_a_competing_end_is_no_drop_off() -> None:
    config = BUYING + 'ends = { cancelled = ["cancel"] }\n'
    story = """
        ana  10:00  visit
        ana  10:01  cancel
        bea  15:00  visit
    """
    columns = "select touchpoint, at_risk, ended from marts.drop_offs order by touchpoint"
    assert ask(story, columns, config) == [("cancel", 1, 0), ("visit", 1, 0)]


# Web analytics calls the unknown "(not set)", "(none)", "(direct)". The sums of reconciliation and
# two checks take every name that begins with a bracket for an exit, so such a build is refused.
def test_a_touchpoint_called_as_web_analytics_calls_the_unknown_is_no_exit() -> None:
    story = """
        ana  10:00  web
        ana  10:01  (not~set)
        ana  10:02  web
    """
    assert ask(story, UNEQUAL, FREE) == []


def test_a_channel_called_as_web_analytics_calls_the_unknown_is_no_exit() -> None:
    story = """
        ana  10:00  web  channel=email
        ana  10:01  web  channel=(none)
        ana  10:02  web  channel=email
    """
    assert ask(story, UNEQUAL, FREE) == []

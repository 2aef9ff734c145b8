"""Where a journey begins, where it ends and what became of it."""

import pytest

from tests.build_helpers import SOURCES, instant_us
from tests.spec.stories import ask, journeys_of

CANCEL = (
    SOURCES
    + """
[[journey]]
name = "buy"
start = ["visit"]
goal = ["buy"]
ends = { cancelled = ["cancel"] }
timeout = "1 hour"
"""
)
TICKETS = (
    SOURCES
    + """
[[journey]]
name = "solve"
boundary = "case"
case = "ticket_id"
goal = ["solved"]
timeout = "1 hour"
"""
)


def _bounded(boundary: str) -> str:
    return SOURCES + (
        f'[[journey]]\nname = "life"\nboundary = "{boundary}"\ngoal = ["buy"]\n'
        'ends = { cancelled = ["cancel"] }\ntimeout = "1 hour"\n'
    )


def test_events_before_the_first_start_are_in_no_journey() -> None:
    assert journeys_of("""
        ana  10:00  read
        ana  10:01  visit
        ana  10:02  read
        ana  10:03  buy
    """) == ["visit > read > buy: reached"]


def test_somebody_who_never_starts_has_no_journey() -> None:
    assert journeys_of("""
        ana  10:00  read
        ana  10:01  buy     -- without a visit this is no attempt
        bea  10:00  visit
    """) == ["visit: open"]


def test_a_goal_closes_a_journey_and_the_next_start_opens_another() -> None:
    assert journeys_of("""
        ana  10:00  visit
        ana  10:01  buy
        ana  10:02  read    -- after the goal and before a start: in no journey
        ana  10:03  visit
        ana  10:04  buy
    """) == ["visit > buy: reached", "visit > buy: reached"]


def test_a_start_inside_a_journey_opens_no_other() -> None:
    assert journeys_of("""
        ana  10:00  visit
        ana  10:01  read
        ana  10:02  visit
        ana  10:03  buy
    """) == ["visit > read > visit > buy: reached"]


def test_a_silence_of_exactly_the_timeout_goes_on_and_a_longer_one_closes() -> None:
    assert journeys_of("""
        ana  10:00     visit
        ana  11:00     read     -- one hour later: the same attempt
        ana  12:00:01  visit    -- an hour and a second later: another
        ana  12:05     buy
    """) == ["visit > read: ended", "visit > buy: reached"]


def test_what_follows_a_silence_without_a_start_is_in_no_journey() -> None:
    assert journeys_of("""
        ana  10:00  visit
        ana  12:00  buy      -- too late, and no new start
    """) == ["visit: ended"]


def test_without_an_end_a_journey_is_open_until_exactly_the_timeout() -> None:
    assert journeys_of("""
        ana  10:00     visit
        bea  10:00:01  visit
        eva  11:00:01  visit    -- the newest event ends the data
    """) == ["visit: ended", "visit: open", "visit: open"]


def test_as_of_ends_the_data_earlier_and_later_events_do_not_exist() -> None:
    story = """
        ana  10:00  visit
        ana  10:30  buy
        bea  15:00  visit
    """
    assert journeys_of(story) == ["visit > buy: reached", "visit: open"]
    assert journeys_of(story, as_of_us=instant_us(1, 10, 29, 59)) == ["visit: open"]
    assert journeys_of(story, as_of_us=instant_us(1, 10, 30)) == ["visit > buy: reached"]


def test_as_of_may_lie_after_the_data_and_then_open_journeys_have_ended() -> None:
    story = "ana  10:00  visit"
    assert journeys_of(story, as_of_us=instant_us(1, 11)) == ["visit: open"]
    assert journeys_of(story, as_of_us=instant_us(1, 11, 0, 1)) == ["visit: ended"]


def test_a_competing_end_closes_a_journey_under_its_own_name() -> None:
    story = """
        ana  10:00  visit
        ana  10:01  cancel
        ana  10:02  visit
        ana  10:03  buy
    """
    assert journeys_of(story, CANCEL) == ["visit > cancel: cancelled", "visit > buy: reached"]


def test_a_case_takes_its_first_goal_or_end_even_when_events_follow() -> None:
    story = """
        ana  10:00  asked   ticket_id=7
        ana  10:01  solved  ticket_id=7
        ana  15:00  asked   ticket_id=7   -- hours later, but the same ticket
        ana  15:00  asked   ticket_id=8   -- at the same time, another
    """
    assert journeys_of(story, TICKETS) == ["asked > solved > asked: reached", "asked: open"]


def test_events_without_the_case_are_in_no_case_journey() -> None:
    story = """
        ana  10:00  asked   ticket_id=7
        ana  10:01  called
        ana  10:02  solved  ticket_id=7
    """
    assert journeys_of(story, TICKETS) == ["asked > solved: reached"]


def test_a_gap_boundary_cuts_at_silence_only_and_needs_no_start() -> None:
    story = """
        ana  10:00     read
        ana  10:30     buy
        ana  11:30     read     -- an hour after the goal: still the same
        ana  12:30:01  cancel   -- longer than the timeout
    """
    assert journeys_of(story, _bounded("gap")) == [
        "read > buy > read: reached",
        "cancel: cancelled",
    ]


def test_a_whole_history_is_one_journey_decided_by_its_first_end() -> None:
    story = """
        ana  10:00     read
        ana  d9 10:00  cancel
        ana  d9 10:01  buy
        bea  d9 09:01  read
        eva  d9 09:00  read
    """
    assert journeys_of(story, _bounded("whole")) == [
        "read > cancel > buy: cancelled",
        "read: ended",  # eva, one minute more than the timeout before the end of the data
        "read: open",  # bea
    ]


def test_one_person_is_in_several_definitions_at_once() -> None:
    second = '\n[[journey]]\nname = "learn"\nstart = ["read"]\ngoal = ["ask"]\ntimeout = "1 hour"\n'
    story = """
        ana  10:00  visit
        ana  10:01  read
        ana  10:02  ask
        ana  10:03  buy
    """
    assert journeys_of(story, CANCEL + second) == [
        "visit > read > ask > buy: reached",
        "read > ask: reached",
    ]


def test_duration_and_value_are_those_of_what_decided() -> None:
    story = """
        ana  10:00  asked   ticket_id=7  value=5
        ana  10:10  solved  ticket_id=7  value=40
        ana  10:30  solved  ticket_id=7  value=9
    """
    columns = "select duration_s, value, epoch(ended_at - started_at) from marts.journeys"
    assert ask(story, columns, TICKETS) == [(600.0, 40.0, 1800.0)]


def test_without_a_goal_the_duration_runs_to_the_last_event_and_there_is_no_value() -> None:
    story = """
        ana  10:00  visit  value=5
        ana  10:20  read
    """
    assert ask(story, "select duration_s, value from marts.journeys") == [(1200.0, None)]


def test_the_emotion_of_a_journey_is_the_mean_of_all_its_ratings() -> None:
    story = """
        ana  10:00  visit
        ana  10:10  visit  emotion=-2
        ana  10:20  buy    emotion=1
    """
    assert ask(story, "select emotion from marts.journeys") == [pytest.approx(-0.5)]

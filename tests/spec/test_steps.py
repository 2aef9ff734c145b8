"""From events to steps: exclude, then collapse, then number."""

from datetime import timedelta

from tests.build_helpers import BUY, SOURCES, instant_us
from tests.spec.stories import BUYING, ask, journeys_of

STORY = """
    ana  10:00  visit
    ana  10:01  read
    ana  10:02  read
    ana  10:03  buy
"""


def test_repeats_collapse_into_one_step_unless_they_are_kept() -> None:
    assert journeys_of(STORY) == ["visit > read > buy: reached"]
    kept = BUYING + 'repeats = "keep"\n'
    assert journeys_of(STORY, kept) == ["visit > read > read > buy: reached"]


def test_a_collapsed_step_has_the_time_and_the_place_of_its_first_event() -> None:
    story = """
        ana  10:00  visit  channel=app  agent=Eva  topic=bill
        ana  10:05  visit  channel=web  agent=Leo  topic=line  device=mobile
    """
    columns = (
        "select step_no, epoch_us(occurred_at), epoch_us(last_at), events, event_id, channel, "
        "device, agent, topic from marts.steps"
    )
    first, last = instant_us(1, 10), instant_us(1, 10, 5)
    assert ask(story, columns) == [(1, first, last, 2, "web:001", "app", None, "Eva", "bill")]


def test_a_collapsed_step_sums_amounts_and_averages_ratings() -> None:
    story = """
        ana  10:00  visit  value=2    emotion=-1
        ana  10:05  visit  value=0.5  emotion=2
        ana  10:06  visit
        ana  10:07  read
    """
    columns = "select value, emotion from marts.steps order by step_no"
    assert ask(story, columns) == [(2.5, 0.5), (None, None)]


def test_excluded_touchpoints_go_before_repeats_collapse() -> None:
    story = """
        ana  10:00  visit
        ana  10:01  read
        ana  10:02  ping
        ana  10:03  read   -- beside the other one, now that the ping is gone
        ana  10:04  buy
    """
    assert journeys_of(story, BUYING + 'exclude = ["ping"]\n') == ["visit > read > buy: reached"]


def test_excluded_events_keep_no_journey_alive() -> None:
    story = """
        ana  10:00  visit
        ana  10:40  ping
        ana  11:20  visit   -- 80 minutes after the last event that counts
    """
    assert journeys_of(story, BUYING + 'exclude = ["ping"]\n') == ["visit: ended", "visit: open"]
    assert journeys_of(story) == ["visit > ping > visit: open"]


def test_a_transition_takes_the_time_between_the_beginnings_of_two_steps() -> None:
    columns = (
        "select from_touchpoint, to_touchpoint, median_gap_s from marts.transitions "
        "order by from_touchpoint, to_touchpoint"
    )
    assert ask(STORY, columns) == [
        ("(start)", "visit", None),
        ("buy", "(reached)", None),
        ("read", "buy", 120.0),
        ("visit", "read", 60.0),
    ]


def test_equal_times_inside_a_journey_follow_source_order_and_id() -> None:
    story = """
        ana  10:00  buy    source=crm  id=a
        ana  10:00  read   source=web  order=1  id=b
        ana  10:00  read2  source=web  order=1  id=c
        ana  10:00  visit  source=web  id=z
    """
    assert journeys_of(story) == ["visit > read > read2 > buy: reached"]


def test_stage_and_moment_come_from_the_touchpoint_rules() -> None:
    rules = """
[[touchpoint]]
name = "visit"
stage = "before"
moment = "ZMOT"
match = { event = "page" }
[[touchpoint]]
name = "buy"
match = { event = "order" }
"""
    story = """
        ana  10:00  page
        ana  10:01  order
    """
    columns = "select touchpoint, stage, moment from marts.steps order by step_no"
    stages = '[[stage]]\nname = "before"\n'
    assert ask(story, columns, SOURCES + stages + rules + BUY) == [
        ("visit", "before", "ZMOT"),
        ("buy", None, None),
    ]


def test_times_are_exact_to_the_microsecond() -> None:
    story = "ana  10:00:01  visit"
    told = ask(story, "select occurred_at from marts.steps")[0]
    assert told.utcoffset() == timedelta(0)
    assert (told.hour, told.second, told.microsecond) == (10, 1, 0)

"""Changes of channel, device, department and agent inside a journey."""

import pytest

from tests.build_helpers import SOURCES
from tests.spec.stories import ask

WHOLE = (
    SOURCES + '[[journey]]\nname = "life"\nboundary = "whole"\ngoal = ["done"]\ntimeout = "1 day"\n'
)
CHANGES = (
    "select from_value || ' -> ' || to_value, handoffs, came_back, repeated from marts.handoffs "
    "where kind = 'channel' order by all"
)
MOVES = (
    "select from_value || ' -> ' || to_value, moves from marts.moves "
    "where kind = 'channel' order by all"
)


@pytest.mark.parametrize("kind", ["channel", "device", "department", "agent"])
def test_every_kind_of_place_is_followed_for_itself(kind: str) -> None:
    story = f"""
        ana  10:00  ask   {kind}=one
        ana  10:05  tell  {kind}=two
    """
    columns = (
        "select kind, from_value, to_value, handoffs, people, median_wait_s from marts.handoffs"
    )
    assert ask(story, columns, WHOLE) == [(kind, "one", "two", 1, 1, 300.0)]


def test_a_handoff_passes_over_contacts_of_unknown_place() -> None:
    story = """
        ana  10:00  ask   channel=phone
        ana  10:02  wait
        ana  10:05  tell  channel=chat
    """
    assert ask(story, CHANGES, WHOLE) == [("phone -> chat", 1, 0, 0)]
    waits = "select distinct median_wait_s from marts.handoffs"
    assert ask(story, waits, WHOLE) == [300.0]


def test_it_came_back_when_the_next_change_leads_to_where_it_started() -> None:
    story = """
        ana  10:00  a  channel=phone
        ana  10:01  b  channel=chat   -- phone -> chat, then back: it came back
        ana  10:02  c  channel=chat   -- staying is no change
        ana  10:03  d  channel=phone  -- chat -> phone, then on to email
        ana  10:04  e  channel=email  -- phone -> email, then on to chat
        ana  10:05  f  channel=chat   -- the last
    """
    assert ask(story, CHANGES, WHOLE) == [
        ("chat -> phone", 1, 0, 0),
        ("email -> chat", 1, 0, 0),
        ("phone -> chat", 1, 1, 0),
        ("phone -> email", 1, 0, 0),
    ]


def test_it_was_repeated_when_the_customer_does_again_what_was_done_before() -> None:
    story = """
        ana  10:00  ask   channel=phone
        ana  10:01  tell  channel=web
        ana  10:02  ask   channel=chat   -- asks again
    """
    assert ask(story, CHANGES, WHOLE) == [("phone -> web", 1, 0, 0), ("web -> chat", 1, 0, 1)]


def test_it_was_repeated_when_the_customer_tells_the_same_topic_again() -> None:
    story = """
        ana  10:00  call   channel=phone  topic=bill
        ana  10:01  write  channel=chat   topic=bill
        ana  10:02  meet   channel=store  topic=line
    """
    assert ask(story, CHANGES, WHOLE) == [("chat -> store", 1, 0, 0), ("phone -> chat", 1, 0, 1)]


def test_what_we_do_again_is_no_repetition() -> None:
    story = """
        ana  10:00  answer  channel=phone  direction=company  topic=bill
        ana  10:01  answer  channel=chat   direction=company  topic=bill
    """
    assert ask(story, CHANGES, WHOLE) == [("phone -> chat", 1, 0, 0)]


def test_what_was_done_at_an_unknown_place_counts_as_done_before() -> None:
    story = """
        ana  10:00  call  channel=phone
        ana  10:01  ask
        ana  10:02  ask   channel=chat
    """
    assert ask(story, CHANGES, WHOLE) == [("phone -> chat", 1, 0, 1)]


def test_events_in_a_row_at_one_touchpoint_and_place_are_one_contact() -> None:
    story = """
        ana  10:00  ask  channel=phone
        ana  10:01  ask  channel=phone
        ana  10:09  ask  channel=chat
    """
    assert ask(story, MOVES, WHOLE) == [("chat -> (open)", 1), ("phone -> chat", 1)]
    waits = "select median_wait_s from marts.moves where to_value = 'chat'"
    assert ask(story, waits, WHOLE) == [540.0]
    kept = WHOLE + 'repeats = "keep"\n'
    assert ask(story, MOVES, kept) == [
        ("chat -> (open)", 1),
        ("phone -> chat", 1),
        ("phone -> phone", 1),
    ]


def test_moves_include_staying_and_the_way_out() -> None:
    story = """
        ana  10:00  a     channel=phone
        ana  10:01  b     channel=phone
        ana  10:02  c     channel=chat
        ana  10:03  done                   -- reached, at no known place
        bea  10:00  a     channel=phone
    """
    assert ask(story, MOVES, WHOLE) == [
        ("chat -> (reached)", 1),
        ("phone -> (open)", 1),
        ("phone -> chat", 1),
        ("phone -> phone", 1),
    ]


def test_handoffs_tell_how_their_journeys_stand_once_for_each_handoff() -> None:
    story = """
        ana  10:00     a     channel=phone
        ana  10:01     b     channel=chat
        ana  10:02     c     channel=phone
        ana  10:03     d     channel=chat
        ana  10:04     done
        bea  10:00     a     channel=phone
        bea  10:07     b     channel=chat
        eva  d3 10:00  a     channel=phone
        eva  d3 10:01  b     channel=chat
    """
    columns = (
        "select handoffs, people, reached, ended, open, median_wait_s from marts.handoffs "
        "where from_value = 'phone'"
    )
    assert ask(story, columns, WHOLE) == [(4, 3, 2, 1, 1, 60.0)]


def test_no_handoff_joins_two_journeys() -> None:
    config = WHOLE.replace('"whole"', '"gap"')
    story = """
        ana  10:00     a  channel=phone
        ana  d3 10:00  a  channel=chat
    """
    assert ask(story, CHANGES, config) == []

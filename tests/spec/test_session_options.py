"""What else than a silence longer than the gap ends a visit, where it is asked for."""

from __future__ import annotations

from tests.build_helpers import SOURCES
from tests.spec.stories import BUYING, ask, sessions_of


def test_a_gap_of_exactly_the_limit_can_end_the_session() -> None:
    found = sessions_of(
        """
        ana  10:00     look
        ana  10:29:59  try      -- a second less than the gap
        ana  10:59:59  ask      -- exactly the gap
        ana  11:30     buy      -- a second more
        """,
        'gap_ends = "equal"',
    )
    assert found == [["look", "try"], ["ask"], ["buy"]]


def test_a_session_can_end_at_midnight_of_the_configured_zone() -> None:
    story = """
        ana  20:50     look
        ana  21:50     still    -- 22:50 in Madrid
        ana  22:50     late     -- 23:50 in Madrid
        ana  22:59:59  last     -- a second before midnight there
        ana  23:00     early    -- midnight there: a day begins
        ana  23:59:59  go
        ana  d2 00:00  on       -- midnight in UTC
    """
    options = '[sessions]\ngap = "1 hour"\nmidnight = true\n'
    sessions = "select entry, exit from marts.sessions order by session_no"
    madrid = '[locale]\ntimezone = "Europe/Madrid"\n' + options + BUYING
    assert ask(story, sessions, madrid) == [("look", "last"), ("early", "on")]
    assert ask(story, sessions, options + BUYING) == [("look", "go"), ("on", "on")]


def test_midnight_moves_with_the_clocks() -> None:
    # The stories begin on 2 March 2026, so that the 28th is day 27. The clocks of Madrid go from
    # UTC+1 to UTC+2 in the night to the 29th.
    story = """
        ana  d27 22:50  eve      -- 23:50 on the 28th, its clock still an hour ahead
        ana  d27 23:10  change   -- 00:10 on the 29th: a day of 23 hours
        ana  d28 21:50  night    -- 23:50 on the 29th
        ana  d28 22:10  next     -- 00:10 on the 30th
        ana  d28 22:59  same
        ana  d28 23:10  still    -- midnight no more
    """
    config = '[locale]\ntimezone = "Europe/Madrid"\n[sessions]\ngap = "1 hour"\nmidnight = true\n'
    sessions = "select entry, exit from marts.sessions order by session_no"
    assert ask(story, sessions, config + BUYING) == [
        ("eve", "eve"),
        ("change", "change"),
        ("night", "night"),
        ("next", "still"),
    ]


def test_an_event_of_another_campaign_can_begin_a_session() -> None:
    found = sessions_of(
        """
        ana  10:00  look                    -- no campaign yet
        ana  10:01  click   campaign=spring -- the first one: a new visit
        ana  10:02  read
        ana  10:03  again   campaign=spring -- the same one: no new visit
        ana  10:04  offer   campaign=summer  direction=company -- ours is no visit
        ana  10:05  other   campaign=summer -- another one
        ana  10:06  back    campaign=spring -- and back to the first
        ana  15:00  later   campaign=spring -- the same, after a silence
        """,
        "campaign = true",
    )
    assert found == [["look"], ["click", "read", "again"], ["other"], ["back"], ["later"]]


def test_a_session_can_be_parted_by_its_length() -> None:
    found = sessions_of(
        """
        ana  10:00     a
        ana  10:25     b
        ana  10:50     c
        ana  10:59:59  d     -- a second less than an hour after the first event
        ana  11:00     e     -- exactly an hour: the second part
        ana  11:25     f
        ana  11:50     g
        ana  12:10     h     -- the third part, of which nothing is told for ten minutes
        ana  13:00     i     -- a new visit
        ana  13:29     j
        """,
        'max_length = "1 hour"',
    )
    assert found == [["a", "b", "c", "d"], ["e", "f", "g"], ["h"], ["i", "j"]]


def test_events_can_begin_and_end_a_session() -> None:
    found = sessions_of(
        """
        ana  10:00  look
        ana  10:01  login    -- begins one
        ana  10:02  read
        ana  10:03  logout   -- ends it
        ana  10:04  look
        ana  10:05  logout
        ana  10:06  login    -- both at once: still one cut
        ana  10:07  login    -- each one begins a visit
        """,
        'begins = ["login"]\nends = ["logout"]',
    )
    assert found == [
        ["look"],
        ["login", "read", "logout"],
        ["look", "logout"],
        ["login"],
        ["login"],
    ]


def test_events_at_one_instant_are_never_parted() -> None:
    found = sessions_of(
        """
        ana  10:00  look    id=a
        ana  10:01  read    id=b
        ana  10:01  login   id=c  -- begins a visit, and `read` with it
        ana  10:02  logout  id=d  -- ends it after all of that instant
        ana  10:02  thanks  id=e
        ana  10:03  look    id=f
        """,
        'begins = ["login"]\nends = ["logout"]\ncampaign = true\nmax_length = "1 minute"',
    )
    assert found == [["look"], ["read", "login"], ["logout", "thanks"], ["look"]]


def test_the_run_says_what_ends_a_visit() -> None:
    told = (
        "select session_gap_s, session_gap_ends, session_midnight, session_campaign, "
        "session_length_s, session_begins, session_ends from marts.run"
    )
    story = "ana 10:00 look"
    journey = '[[journey]]\nname = "all"\nboundary = "whole"\ngoal = ["x"]\ntimeout = "1 day"\n'
    options = (
        '[sessions]\ngap = "5 minutes"\ngap_ends = "equal"\nmidnight = true\ncampaign = true\n'
        'max_length = "2 hours"\nbegins = ["login", "call"]\nends = ["logout"]\n'
    )
    assert ask(story, told, options + SOURCES + journey) == [
        (300.0, "equal", True, True, 7200.0, "login, call", "logout")
    ]
    assert ask(story, told) == [(1800.0, "longer", False, False, None, None, None)]

from tests.build_helpers import SOURCES
from tests.spec.stories import ask, sessions_of


def test_a_gap_of_exactly_the_limit_stays_in_the_session() -> None:
    assert sessions_of("""
        ana  10:00     look
        ana  10:30     try      -- 30 minutes later: same session
        ana  11:00:01  ask      -- 30 minutes and a second later: a new one
    """) == [["look", "try"], ["ask"]]


def test_the_limit_is_a_setting() -> None:
    config = (
        '[sessions]\ngap = "5 minutes"\n' + SOURCES + '[[journey]]\nname = "all"\n'
        'boundary = "whole"\ngoal = ["x"]\ntimeout = "1 day"\n'
    )
    story = """
        ana  10:00     look
        ana  10:05     try
        ana  10:10:01  ask
    """
    assert ask(story, "select events from marts.sessions order by session_no", config) == [2, 1]


def test_everybody_has_sessions_of_their_own() -> None:
    assert sessions_of("""
        ana  10:00  look
        bea  10:10  look
        ana  10:40  ask      -- ana was silent for 40 minutes, whatever bea did
    """) == [["look"], ["look"], ["ask"]]


def test_a_session_goes_on_at_midnight() -> None:
    assert sessions_of("""
        ana  23:50     look
        ana  d2 00:10  try
    """) == [["look", "try"]]


def test_what_we_do_is_no_visit_and_keeps_none_alive() -> None:
    assert sessions_of("""
        ana  10:00  look
        ana  10:20  offer  direction=company
        ana  10:25  sync   direction=system
        ana  10:40  try
    """) == [["look"], ["try"]]


def test_equal_times_are_ordered_by_source_then_order_then_id() -> None:
    assert sessions_of("""
        ana  10:00  fourth  source=crm  order=0  id=a
        ana  10:00  third   source=web  order=2  id=a2
        ana  10:00  second  source=web  order=1  id=c
        ana  10:00  first   source=web  order=1  id=b
    """) == [["first", "second", "third", "fourth"]]


def test_entry_channel_and_device_are_those_of_the_first_event() -> None:
    story = """
        ana  10:00  look  channel=web  device=mobile
        ana  10:01  try   channel=app  device=tablet
    """
    columns = "select entry, exit, channel, device, events from marts.sessions"
    assert ask(story, columns) == [("look", "try", "web", "mobile", 2)]


def test_a_session_without_a_known_channel_at_its_start_has_none() -> None:
    story = """
        ana  10:00  look
        ana  10:01  try   channel=app
    """
    assert ask(story, "select channel from marts.sessions") == [None]

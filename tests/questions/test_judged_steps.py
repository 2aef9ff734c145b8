"""Which steps can be judged, and which signs of a bad experience they have."""

from __future__ import annotations

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.finding_counts import judged_in, read_counts
from tests.build_helpers import BUY, SOURCES, instant_us, open_built, story
from tests.questions.findings_world import judged_of, judged_rows, visits_told
from tests.spec.stories import ask

CONFIG = SOURCES + BUY
STORY = """
    ana  10:00  visit
    ana  10:05  pay
    ana  10:06  pay_error
    ana  10:10  buy                         -- the goal: decided, no step to judge
    bea  10:00  visit  text=No~funciona
    bea  10:01  visit  text=Todo~perfecto   -- again at once, and the end
    eva  12:00  visit
    eva  12:50  cart
    eva  13:30  pay                         -- still open at 14:00
    leo  13:30  visit                       -- less than a timeout before the end: not judged
"""
AT_14 = instant_us(1, 14)


COLUMNS = (
    *("touchpoint", "step_no", "is_open", "is_lost", "is_here"),
    *("is_failed", "is_again", "is_repeated", "said"),
)


def _steps(*columns: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = ask(
        STORY,
        "select kinds.touchpoint, step_no, is_open, is_lost, is_here, is_failed, is_again, "
        "is_repeated, said from journeys.judged_steps as steps "
        "inner join (select distinct touchpoint_no, touchpoint from journeys.kinds) as kinds "
        "using (touchpoint_no)",
        CONFIG,
        as_of_us=AT_14,
    )
    places = [COLUMNS.index(name) for name in ("touchpoint", *columns)]
    return sorted((tuple(row[place] for place in places) for row in found), key=repr)


def test_judged_are_steps_before_the_goal_and_a_timeout_before_the_end() -> None:
    assert _steps("step_no", "is_open", "is_lost", "is_here") == [
        ("cart", 2, 1, 0, 0),
        ("pay", 2, 0, 0, 0),
        ("pay_error", 3, 0, 0, 0),
        ("visit", 1, 0, 0, 0),
        ("visit", 1, 0, 1, 1),
        ("visit", 1, 1, 0, 0),
    ]


def test_a_failure_at_once_again_and_later_are_signs() -> None:
    assert _steps("is_failed", "is_again", "is_repeated") == [
        ("cart", 0, 0, 0),
        ("pay", 1, 1, 0),
        ("pay_error", 0, 0, 0),
        ("visit", 0, 0, 0),
        ("visit", 0, 0, 1),
        ("visit", 0, 1, 0),
    ]


def test_the_worst_that_was_said_at_the_step_counts() -> None:
    said = [row[1] for row in _steps("said") if row[1] is not None]
    (tone,) = ask(STORY, "select min(tone) from staging.event_tones", CONFIG, as_of_us=AT_14)
    assert said == [tone]
    assert tone < -0.5


_MORE = (
    CONFIG
    + """
[[persona]]
name = "walker"
touchpoints = ["look"]

[[journey]]
name = "ticket"
boundary = "case"
case = "ticket_id"
goal = ["solved"]
timeout = "1 hour"
repeats = "keep"

[opportunities]
failures = ["*Reopened", "pay_error"]
"""
)
_TICKETS = """
    kim  09:00  ask       ticket_id=t1  text=No~funciona
    lou  09:10  look      ticket_id=t1  emotion=1
    kim  09:20  Reopened  ticket_id=t1
    kim  09:30  ask       ticket_id=t1
    kim  10:00  solved    ticket_id=t1
    kim  10:10  Reopened  ticket_id=t1
    lou  10:20  ask       ticket_id=t2
    lou  10:20  ask       ticket_id=t2  emotion=-2
    lou  10:40  look
"""


def test_findings_count_the_rows_of_this_view() -> None:
    with open_built(_MORE, story(STORY + _TICKETS), as_of_us=AT_14) as engine:
        _agree(engine)


def _agree(engine: DuckDBEngine) -> None:
    judged = read_counts(engine.read).judged
    assert judged is not None
    rows = judged_rows(engine)
    assert rows.num_rows > 0
    told = visits_told(judged_of(rows))
    assert visits_told(judged) == told
    # Nor does it matter with whom anybody is read.
    assert visits_told(judged_in(engine.read, most_steps=1)) == told

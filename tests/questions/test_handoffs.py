"""What becomes of handoffs: arrival, repetition and its reasons, effects against like journeys."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import duckdb
import pytest

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.sqlfiles import sql_root
from tests.build_helpers import SOURCES
from tests.spec.stories import ask

WHOLE = (
    SOURCES + '[[journey]]\nname = "life"\nboundary = "whole"\ngoal = ["done"]\ntimeout = "1 day"\n'
)
ARRIVED = (
    "select from_value || ' -> ' || to_value, handoffs, announced, never_arrived "
    "from marts.handoffs where kind = 'department' order by all"
)
REASONS = (
    "select repeated, repeated_touchpoint, repeated_login, repeated_topic from marts.handoffs "
    "where kind = 'channel'"
)


def test_a_handoff_that_we_announce_arrives_when_something_happens_at_the_new_place() -> None:
    story = """
        ana  10:00     ask     department=sales
        ana  10:01     assign  department=care   direction=company
        ana  10:02     answer  department=care   direction=company  -- arrived
        bea  10:00     ask     department=sales
        bea  10:01     assign  department=care   direction=company  -- and nothing more there
        bea  10:02     ask
        bea  10:03     assign  department=tech   direction=company  -- nor there
        eva  10:00     ask     department=sales
        eva  10:01     ask     department=care   -- her own way: nobody announced it
        leo  d3 10:00  ask     department=sales
        leo  d3 10:01  assign  department=care   direction=company  -- open: not known yet
    """
    assert ask(story, ARRIVED, WHOLE) == [("care -> tech", 1, 1, 1), ("sales -> care", 4, 2, 1)]


def test_to_log_in_again_within_the_window_is_a_repetition() -> None:
    story = """
        ana  10:00  login  channel=web
        ana  {}     login  channel=app
        ana  18:00  rest
    """
    config = WHOLE + '[handoffs]\nlogin_window = "20 minutes"\n'
    assert ask(story.format("10:20"), REASONS, config) == [(1, 1, 1, 0)]
    assert ask(story.format("10:21"), REASONS, config) == [(1, 1, 0, 0)]


def test_other_names_of_logins_count_as_one() -> None:
    story = "ana 10:00 web~login channel=web\nana 10:05 pin channel=phone"
    config = WHOLE + '[handoffs]\nlogins = ["web login", "pin"]\n'
    assert ask(story, REASONS, config) == [(1, 0, 1, 0)]
    assert ask(story, REASONS, WHOLE) == [(0, 0, 0, 0)]


def test_a_touchpoint_can_be_marked_as_a_repetition_by_itself() -> None:
    story = "ana 10:00 ask channel=web\nana 10:05 check channel=phone"
    rules = "".join(
        f'[[touchpoint]]\nname = "{name}"\n{mark}match = {{ event = "{name}" }}\n'
        for name, mark in (("ask", ""), ("check", "reauthentication = true\n"), ("done", ""))
    )
    assert ask(story, REASONS, WHOLE + rules) == [(1, 0, 1, 0)]


def test_a_rating_is_no_handoff_and_brings_up_no_topic() -> None:
    answered = """
        ana  10:00  write   channel=chat   topic=bill
        ana  11:00  rating  channel=email  topic=bill  emotion=2
        bea  10:00  rating  channel=email  topic=bill  emotion=1
        bea  10:05  write   channel=chat   topic=bill
        bea  10:10  call    channel=phone  topic=move
    """
    pairs = "select from_value || ' -> ' || to_value, repeated from marts.handoffs order by all"
    assert ask(answered, pairs, WHOLE) == [("chat -> phone", 0)]
    none = WHOLE + "[emotion]\nanswers = []\n"
    assert ask(answered, pairs, none) == [
        ("chat -> email", 1), ("chat -> phone", 0), ("email -> chat", 1),
    ]  # fmt: skip


def test_a_topic_counts_as_brought_up_again_within_the_window() -> None:
    story = """
        ana  d1 10:00  call   channel=phone  topic=bill
        ana  d3 10:00  write  channel=chat   topic=bill
    """
    assert ask(story, REASONS, WHOLE) == [(1, 0, 0, 1)]
    assert ask(story, REASONS, WHOLE + '[handoffs]\ntopic_window = "1 day"\n') == [(0, 0, 0, 0)]


def test_journeys_are_compared_with_those_of_equal_length() -> None:
    story = """
        a1  10:00     ask   channel=phone
        a1  10:01     tell  channel=chat
        a2  10:00     ask   channel=phone
        a2  10:01     done  channel=chat   -- of 2 steps: 1 of 2 with the handoff reached it
        b1  10:00     ask   channel=phone
        b1  10:01     done  channel=phone
        b2  10:00     ask   channel=phone
        b2  10:01     done  channel=phone  -- and 2 of 2 without it
        c1  10:00     ask   channel=phone
        c1  10:01     tell  channel=phone
        c1  10:02     rest  channel=chat   -- of 3 steps: nobody to compare with
        d1  10:00     ask   channel=chat   -- of 1 step: nobody had the handoff
        e1  d3 10:00  ask   channel=phone
        e1  d3 10:01  tell  channel=chat   -- open
    """
    columns = (
        "select journeys, reached, compared, reached_difference from marts.handoff_effects "
        "where from_value = 'phone'"
    )
    assert ask(story, columns, WHOLE) == [(3, 1, 2, pytest.approx(-0.5))]


def test_emotion_after_a_handoff_and_against_journeys_without_it() -> None:
    story = """
        a1  10:00     ask   channel=phone  emotion=2
        a1  10:01     tell  channel=chat   emotion=-2
        a2  10:00     ask   channel=phone
        a2  10:01     tell  channel=chat   emotion=-1
        b1  10:00     ask   channel=phone  emotion=1
        b1  10:01     tell  channel=phone  emotion=2
        b2  10:00     ask   channel=phone
        b2  10:01     tell  channel=phone
        z   d3 10:00  ask   channel=phone
    """
    columns = (
        "select ratings_after, emotion_after, emotion_difference, emotion_difference_high "
        "from marts.handoff_effects where from_value = 'phone'"
    )
    # Means of journeys: 0 and -1 with it, 1.5 without; (-0.5) - 1.5 = -2. Within the groups the
    # squares are 0.5 on one degree of freedom, and the weight is 2 * 1 / 3.
    half = 1.959963984540054 * (0.5 / (2 / 3)) ** 0.5
    assert ask(story, columns, WHOLE) == [
        (2, pytest.approx(-1.5), pytest.approx(-2.0), pytest.approx(-2.0 + half))
    ]


def test_evidence_is_five_journeys_those_that_ended_first() -> None:
    lines = [
        f"p{n} {day} 10:00 ask channel=web\np{n} {day} 10:0{n} tell channel=app"
        for n in range(1, 8)
        for day in (["d1"] if n in (2, 4) else ["d5"])
    ]
    columns = (
        "select j.outcome, round(h.wait_s / 60)::int from marts.handoffs as m, "
        "unnest(m.evidence) as e (journey_id) "
        "inner join journeys.journeys as j using (journey_id) "
        "inner join journeys.handoffs as h using (journey_key) order by all"
    )
    assert ask("\n".join(lines), columns, WHOLE) == [
        ("ended", 2),
        ("ended", 4),
        ("open", 5),
        ("open", 6),
        ("open", 7),
    ]


@pytest.fixture
def by_hand() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that marts.handoff_effects reads, empty."""
    with duckdb.connect() as db:
        for schema in ("config", "journeys"):
            db.execute(f"create schema {schema}")
        db.execute("create table config.settings as select 10 as max_steps")
        db.execute(
            "create table journeys.journeys (journey_key bigint, journey_no bigint, journey text, "
            "outcome text, emotion double, steps bigint)"
        )
        db.execute(
            "create table journeys.placed_events (journey_key bigint, event_no bigint, "
            "emotion double)"
        )
        db.execute(
            "create table journeys.handoffs (journey_key bigint, kind text, from_place text, "
            "to_place text, next_event_no bigint)"
        )
        yield db


def test_where_a_handoff_changes_nothing_95_of_100_intervals_say_so(
    by_hand: duckdb.DuckDBPyConnection,
) -> None:
    # Each draw is a definition of its own. Longer journeys reach the goal more often, feel worse
    # and have more handoffs; of equal length the handoff makes no difference.
    # After 500 of them come 40 in which a handoff costs a third of the goals.
    chance, draws, planted = Random(11), 500, 40  # noqa: S311 - no secret
    journeys, changes = [], []
    for key in range(draws * 90 + planted * 270):
        draw = key % draws if key < draws * 90 else draws + key % planted
        length = chance.choice([1, 2, 3])
        has_change = chance.random() < 0.15 * length
        loss = 0.33 if has_change and draw >= draws else 0.0
        usual = 0.2 * length + (0.3 if draw >= draws else 0.0)
        outcome = "reached" if chance.random() < usual - loss else "ended"
        emotion = round(chance.gauss(1.0 - 0.5 * length, 0.5), 3)
        journeys.append((key, draw, f"{draw:03}", outcome, emotion, length))
        if has_change:
            changes.append((key, "channel", "web", "phone", 2))
    for table, rows in (("journeys", journeys), ("handoffs", changes)):
        columns = list(zip(*rows, strict=True))
        import pyarrow as pa  # noqa: PLC0415 - only this test fills tables in bulk

        names = by_hand.table(f"journeys.{table}").columns
        arrays = {name: pa.array(column) for name, column in zip(names, columns, strict=True)}
        by_hand.from_arrow(pa.table(arrays)).insert_into(f"journeys.{table}")
    select = (sql_root() / "50_marts" / "handoff_effects.sql").read_text("utf-8")
    rows = by_hand.sql(select).to_arrow_table().to_pylist()
    found = [row for row in rows if int(row["journey"]) < draws]
    harmed = [row for row in rows if int(row["journey"]) >= draws]
    assert (len(found), len(harmed)) == (draws, planted)
    assert sum(row["reached_difference_high"] < 0 for row in harmed) >= planted - 2
    for name in ("reached_difference", "emotion_difference"):
        held = sum(row[f"{name}_low"] <= 0 <= row[f"{name}_high"] for row in found)
        # 475 are expected of 500; 15 is three standard deviations.
        assert held == pytest.approx(475, abs=15), name
        assert sum(row[name] for row in found) / draws == pytest.approx(0, abs=0.02)


def test_a_question_shows_what_the_marts_hold(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.handoffs(sample_db, journey="soporte", kind="department")
    frame, matrix = found.frame(), found.matrix()
    mart = "select sum(handoffs)::int from marts.handoffs where journey = $1 and kind = $2"
    assert sample_db.execute(mart, ["soporte", "department"]).fetchall() == [
        (frame["handoffs"].sum(),)
    ]
    changes = sum(
        matrix.loc[left, right]
        for left in matrix.index
        for right in matrix.index.intersection(matrix.columns)
        if left != right
    )
    assert changes == frame["handoffs"].sum()
    assert frame["evidence"].map(len).between(1, 5).all()
    assert len(found.figure().data[0].z) == len(matrix)
    assert "Changes of department: soporte" in found._repr_html_()


def test_other_kinds_are_refused(sample_db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(JourneysError, match="department"):
        jp.handoffs(sample_db, journey="alta", kind="departmnt")  # type: ignore[arg-type]

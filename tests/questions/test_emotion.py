"""Emotion from events to the answer: whose words count, at which step, and how it is shown."""

from __future__ import annotations

import duckdb
import pytest

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.tone import tone_of
from tests.build_helpers import SOURCES
from tests.spec.stories import ask

WHOLE = SOURCES + (
    '[[journey]]\nname = "life"\nboundary = "whole"\ngoal = ["done"]\ntimeout = "1 day"\n'
    '[emotion]\nanswers = ["rating", "nps"]\n'
)
STORY = """
    ana  10:00          call    text=No~funciona
    ana  10:01          answer  direction=company  text=Perfecto,~muchas~gracias
    ana  11:00          rating  emotion=2   text=Todo~perfecto   -- about the call, as is
    ana  11:01          nps     emotion=0                        -- the next answer
    bea  10:00          call
    bea  d4 10:00       rating  emotion=-2                       -- 3 days later: about the call
    eva  10:00          call
    eva  d4 10:00:01    rating  emotion=1                        -- later: it stays where it is
    leo  10:00          rating  emotion=-1                       -- nothing before it
    kim  10:00          buy     emotion=1
    kim  10:01          buy     emotion=0                        -- the same step
    kim  10:02          answer  direction=company
    kim  10:03          rating  emotion=-2                       -- about the buy
    zoe  10:00          ask     text=12:30                       -- no words: no tone
"""


def test_every_word_is_put_on_the_step_it_is_about() -> None:
    found = ask(
        STORY,
        "select steps.touchpoint, step_no, measure, answers, said.emotion "
        "from journeys.step_emotions as said inner join journeys.steps as steps "
        "using (journey_key, step_no) order by all",
        WHOLE,
    )
    tones = [tone_of("No funciona") or 0, tone_of("Todo perfecto") or 0]
    assert found == [
        ("buy", 1, "rating", 3, pytest.approx(-1 / 3)),
        ("call", 1, "rating", 1, -2.0),
        ("call", 1, "rating", 2, 1.0),
        ("call", 1, "text", 2, pytest.approx(sum(tones) / 2)),
        ("rating", 1, "rating", 1, -1.0),
        ("rating", 2, "rating", 1, 1.0),
    ]


def test_only_texts_of_customers_have_a_tone() -> None:
    texts = ask(STORY, "select written from staging.tones order by all", WHOLE)
    assert texts == ["No funciona", "Todo perfecto"]
    assert ask(STORY, "select event_id from staging.event_tones order by all", WHOLE) == [
        "web:001",
        "web:003",
    ]


def test_no_mean_is_told_of_few_people_and_places_without_a_word_are_there() -> None:
    columns = (
        "select place, visits, n, people, coverage, is_too_few, mean, low, high "
        "from marts.emotion where measure = 'rating' and level = 'touchpoint' order by position"
    )
    empty = (True, None, None, None)
    assert ask(STORY, columns, WHOLE)[:3] == [
        ("ask", 1, 0, 0, 0.0, *empty),
        ("buy", 1, 1, 1, 1.0, *empty),
        ("call", 3, 2, 2, pytest.approx(2 / 3), *empty),
    ]


def test_every_rating_and_tone_of_the_sample_is_counted_once(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    counted = sample_db.execute(
        "select measure, sum(answers), sum(round(answers * emotion, 2)) "
        "from journeys.step_emotions group by measure order by measure"
    ).fetchall()
    given = sample_db.execute(
        "select 'rating', count(*), round(sum(emotion), 2) from journeys.placed_events "
        "where emotion is not null union all "
        "select 'text', count(*), round(sum(tone), 2) from journeys.placed_events as events "
        "inner join identity.person_tones as tones on events.owner_key = tones.person_key "
        "and events.person_event_no = tones.person_event_no order by all"
    ).fetchall()
    assert counted == [(name, n, pytest.approx(total, abs=0.05)) for name, n, total in given]


def test_the_visits_of_all_places_are_the_steps(sample_db: duckdb.DuckDBPyConnection) -> None:
    visits = (
        "select journey, sum(visits) from marts.emotion "
        "where level = '{}' and measure = 'rating' group by all order by all"
    )
    steps = "select journey, count(*) from marts.steps group by all order by all"
    told = sample_db.execute(visits.format("touchpoint")).fetchall()
    assert told == sample_db.execute(steps).fetchall()
    staged = steps.replace("group by", "where stage is not null group by")
    assert sample_db.execute(visits.format("stage")).fetchall() == (
        sample_db.execute(staged).fetchall()
    )


def test_the_answer_is_the_mart_in_its_order(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.emotion(sample_db, journey="soporte")
    frame = found.frame()
    assert list(frame["position"]) == sorted(frame["position"])
    assert set(frame["measure"]) == {"rating", "text"}
    unhappy = frame[(frame["place"] == "Caso reabierto") & (frame["measure"] == "rating")].iloc[0]
    assert unhappy["high"] < 0  # to open a case again is planted as a bad experience
    assert "Caso reabierto" in found._repr_html_()
    stages = jp.emotion(sample_db, journey="soporte", level="stage")
    assert {row["place"] for row in stages.rows} == {"Soporte"}


def test_other_names_are_refused(sample_db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(JourneysError, match="No journey is called"):
        jp.emotion(sample_db, journey="suporte")
    with pytest.raises(JourneysError, match="no emotion by"):
        jp.emotion(sample_db, journey="soporte", level="stages")  # type: ignore[arg-type]

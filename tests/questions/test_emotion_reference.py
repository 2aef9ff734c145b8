"""The emotion of steps and places: worked out by hand, by a slow twin, and by simulation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config.emotion import Emotion
from pipeline.engine.duckdb_engine import DuckDBEngine
from tests.questions.emotion_world import emotion_of, step_emotions
from tests.reference.emotion import Said, mean_with_interval, values_of_visits

ANSWERS = {"rating", "nps"}
WINDOW = timedelta(microseconds=3)
VALUES = st.none() | st.sampled_from([-2.0, -0.5, 0.0, 1.0, 2.0])


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    """One for all tests; each fills the tables anew."""
    with DuckDBEngine(":memory:", threads=1) as opened:
        yield opened


def said_by(people: Sequence[Sequence[float]], place: str = "call") -> tuple[list[Any], list[Any]]:
    """Steps and what was said at them: a journey per person, a step per value."""
    steps, said = [], []
    for person, values in enumerate(people):
        for step_no, value in enumerate(values, start=1):
            steps.append(
                {
                    "journey_key": person,
                    "step_no": step_no,
                    "journey_no": 1,
                    "person_key": person,
                    "touchpoint": place,
                }
            )
            said.append(
                {"journey_key": person, "step_no": step_no, "measure": "rating", "emotion": value}
            )
    return steps, said


def rating_at(rows: list[dict[str, Any]], level: str = "touchpoint") -> dict[str, Any]:
    (row,) = (row for row in rows if row["level"] == level and row["measure"] == "rating")
    return row


def test_the_interval_takes_people_for_independent_not_their_visits(engine: DuckDBEngine) -> None:
    # Mean 3 / 6. Without one person it is 1 / 4, 3 / 5, 2 / 5, 4 / 5 and 2 / 5: squares 0.1825 in
    # all, so the variance is 4/5 * 0.1825, and Student's t of 4 degrees of freedom is 2.776.
    row = rating_at(emotion_of(engine, *said_by([[1, 1], [0], [1], [-1], [1]]), min_n=5))
    assert (row["n"], row["people"], row["visits"], row["coverage"]) == (6, 5, 6, 1.0)
    half = 2.776 * 0.146**0.5
    assert row["mean"] == pytest.approx(0.5)
    assert (row["low"], row["high"]) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-3)


def test_of_too_few_people_no_mean_is_told_however_often_they_speak(engine: DuckDBEngine) -> None:
    row = rating_at(emotion_of(engine, *said_by([[1] * 9, [0], [1], [-1]]), min_n=5))
    assert (row["n"], row["people"], row["is_too_few"]) == (12, 4, True)
    assert (row["mean"], row["low"], row["high"]) == (None, None, None)


def test_a_persona_feels_what_its_people_say(engine: DuckDBEngine) -> None:
    values = [[2.0], [1.0], [-1.0], [0.0, 1.0], [-2.0], [-1.0], [1.0]]
    emotion_of(engine, *said_by(values), min_n=5, persona_of={0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2})
    rows = engine.read("select * from journeys.moods where level = 'touchpoint'").to_pylist()
    moods = {row["group_no"]: row for row in rows}
    for group_no, people in ((0, values), (1, values[:3]), (2, values[3:6])):
        mean, low, high = mean_with_interval(dict(zip("abcdefg", people, strict=False)))
        row = moods[group_no]
        assert (row["n"], row["people"]) == (sum(map(len, people)), len(people))
        assert row["mean"] == pytest.approx(mean)
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=0.05)
    assert set(moods) == {0, 1, 2}


def test_where_all_say_the_same_three_may_feel_otherwise(engine: DuckDBEngine) -> None:
    row = rating_at(emotion_of(engine, *said_by([[1]] * 10), min_n=10))
    # 3 of 10 at -2 instead of 1, or at 2.
    assert (row["low"], row["mean"], row["high"]) == pytest.approx((0.1, 1, 1.3))


def test_a_stage_counts_the_people_of_all_its_touchpoints_once(engine: DuckDBEngine) -> None:
    steps, said = said_by([[1, 1], [0, 0], [1, 1], [-1, 1], [1, 0]])
    for step in steps:
        step["touchpoint"] = {1: "call", 2: "chat"}[step["step_no"]]
    rows = emotion_of(engine, steps, said, 5)
    stage = rating_at(rows, "stage")
    assert (stage["place"], stage["n"], stage["people"], stage["mean"]) == ("help", 10, 5, 0.5)
    places = [row["place"] for row in sorted(rows, key=lambda row: row["position"])]
    assert [place for place in places if place != "help"] == ["call", "call", "chat", "chat"]


def test_visits_without_a_word_lower_the_coverage_and_nothing_else(engine: DuckDBEngine) -> None:
    steps, said = said_by([[1, 2], [0], [1], [-1], [1]])
    row = rating_at(emotion_of(engine, steps, said[:1] + said[2:], 5))
    assert (row["visits"], row["n"], row["mean"]) == (6, 5, pytest.approx(0.4))
    assert row["coverage"] == pytest.approx(5 / 6)


@st.composite
def journeys(draw: st.DrawFn) -> list[Said]:
    """A few journeys of a few events; a touchpoint in a row is one step."""
    events = []
    for journey_key in range(draw(st.integers(1, 3))):
        places = draw(
            st.lists(st.sampled_from(["call", "buy", "rating", "nps"]), min_size=1, max_size=7)
        )
        now = step_no = 0
        for event_no, place in enumerate(places, start=1):
            step_no += event_no == 1 or place != places[event_no - 2]
            now += draw(st.integers(0, 3))
            direction = draw(st.sampled_from(["customer", "customer", "company"]))
            rating, tone = draw(VALUES), draw(VALUES)
            tone = tone if direction == "customer" else None
            events.append(Said(journey_key, event_no, step_no, place, direction, now, rating, tone))
    return events


@settings(max_examples=30, deadline=None, derandomize=True)
@given(journeys())
def test_the_twin_puts_every_word_on_the_same_step(
    engine: DuckDBEngine, events: list[Said]
) -> None:
    rows = step_emotions(engine, events, Emotion(answers=sorted(ANSWERS), about_before=WINDOW))
    found = {
        (row["journey_key"], row["step_no"], row["measure"]): (row["answers"], row["emotion"])
        for row in rows
    }
    twin = values_of_visits(events, ANSWERS, 3)
    assert found == {
        visit: (len(values), pytest.approx(sum(values) / len(values)))
        for visit, values in twin.items()
    }


PEOPLE = st.lists(
    st.lists(st.sampled_from([-2.0, -0.5, 1.0, 2.0]), min_size=1, max_size=4),
    min_size=5,
    max_size=12,
)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(PEOPLE)
def test_the_twin_finds_the_same_mean_and_interval(
    engine: DuckDBEngine, people: list[list[float]]
) -> None:
    row = rating_at(emotion_of(engine, *said_by(people), min_n=5))
    twin = mean_with_interval({str(person): values for person, values in enumerate(people)})
    assert (row["mean"], row["low"], row["high"]) == pytest.approx(twin, abs=2e-3)


def simulated(engine: DuckDBEngine, places: int, planted: float, seed: int) -> list[dict[str, Any]]:
    """Places at which 10 to 40 people say 1 to 4 times what they feel, around `planted`.

    What one person says hangs together: each has a mood of their own, up to half a point off.
    """
    random = Random(seed)  # noqa: S311 - no secret
    steps, said = [], []
    for place in range(places):
        people = [
            [planted + mood + random.choice([-0.5, 0, 0.5]) for _ in range(random.randint(1, 4))]
            for mood in (random.choice([-0.5, 0, 0.5]) for _ in range(random.randint(10, 40)))
        ]
        own_steps, own_said = said_by(people, f"place {place}")
        for row in (*own_steps, *own_said):
            row["journey_key"] += place * 100
        steps += own_steps
        said += own_said
    rows = emotion_of(engine, steps, said, 10)
    return [row for row in rows if row["level"] == "touchpoint" and row["measure"] == "rating"]


def test_at_most_about_one_interval_in_twenty_is_wrong(engine: DuckDBEngine) -> None:
    rows = simulated(engine, 800, 0.0, seed=1)
    wrong = sum(not row["low"] <= 0 <= row["high"] for row in rows)
    # 0.05 and three standard errors of a share of 800.
    assert 0.02 < wrong / len(rows) < 0.05 + 3 * (0.05 * 0.95 / 800) ** 0.5


def test_a_planted_difference_is_found(engine: DuckDBEngine) -> None:
    rows = simulated(engine, 100, 0.75, seed=2)
    assert sum(row["low"] > 0 for row in rows) >= 95


def test_the_simulation_has_moods_that_make_single_visits_misleading() -> None:
    """If visits were taken for independent, far more intervals would be wrong."""
    random = Random(3)  # noqa: S311 - no secret
    wrong: Counter[str] = Counter()
    for _ in range(300):
        people = [
            [mood + random.choice([-1, 0, 1])] * 3 for mood in random.choices([-1, 0, 1], k=20)
        ]
        visits = {f"{n}": [v] for n, v in enumerate(v for said in people for v in said)}
        persons = {f"{n}": said for n, said in enumerate(people)}
        for name, values in (("visits", visits), ("people", persons)):
            _, low, high = mean_with_interval(values)
            wrong[name] += not low <= 0 <= high
    assert wrong["people"] < 0.09 * 300
    assert wrong["visits"] > 0.2 * 300

"""Where customers feel worse than elsewhere, and what is quoted of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from pipeline.questions.finding_counts import Counts
from pipeline.questions.pain import pains, persona_pains
from pipeline.questions.quotes import Quote, chosen

BAD_CALLS = (("call", -1), ("mail", 1))
NOTHING = Counts([], {}, [], [], [], [], [], {})


def _emotions(people: list[tuple[str, int, list[float]]]) -> list[dict[str, Any]]:
    """Rows of emotion_strata: of each person the touchpoint, the position and what was said."""
    strata: dict[tuple[str, int], list[list[float]]] = defaultdict(list)
    for touchpoint, position_no, said in people:
        strata[touchpoint, position_no].append(said)
    return [
        {
            "journey_no": 1, "measure": "rating", "touchpoint": touchpoint,
            "position_no": position_no, "persona_no": 0, "people": len(all_said),
            "n": sum(map(len, all_said)),
            "emotions": sum(map(sum, all_said)),
            "squares": sum(value**2 for said in all_said for value in said),
            "unhappy": sum(value <= -0.5 for said in all_said for value in said),
            "n_n": sum(len(said) ** 2 for said in all_said),
            "n_emotions": sum(len(said) * sum(said) for said in all_said),
            "emotions_emotions": sum(sum(said) ** 2 for said in all_said),
        }
        for (touchpoint, position_no), all_said in strata.items()
    ]  # fmt: skip


def _told(people: list[tuple[str, int, list[float]]], min_n: int = 10) -> dict[str, dict[str, Any]]:
    names = sorted({touchpoint for touchpoint, _, _ in people})
    touchpoints = dict(enumerate(names, start=1))
    counts = Counts([], {}, [], [], [], [], _emotions(people), touchpoints)
    rows = pains(counts, {}, min_n, 0.05).to_pylist()
    return {touchpoints[row["touchpoint_no"]]: row for row in rows}


def test_a_touchpoint_is_compared_with_others_at_the_same_position() -> None:
    late = [("call", 2, [-1.0]), ("mail", 2, [-1.0])] * 20 + [("call", 2, [0.0])] * 20
    early = [("mail", 1, [2.0])] * 50  # nobody calls so early: no part of the comparison
    row = _told([*late, *early])["call"]
    assert row["emotion"] == pytest.approx(-0.5)
    assert row["emotion_elsewhere"] == pytest.approx(-1.0)
    assert not row["is_worse_emotion"]


def test_a_persona_is_compared_with_itself_only() -> None:
    people = [(place, 1, [sign * n]) for n in (1.0, 2.0) for place, sign in BAD_CALLS] * 20
    glad = [(place, 1, [-said[0]]) for place, _, said in people]
    rows = [
        row | {"persona_no": persona_no}
        for persona_no, said in enumerate((people, people, glad))
        for row in _emotions(said)
    ]
    counts = Counts([], {}, [], [], [], [], rows, {1: "call", 2: "mail"})
    found = persona_pains(counts, 10, 0.05).to_pylist()
    worse = {(row["persona_no"], row["touchpoint_no"]) for row in found if row["is_worse_emotion"]}
    assert worse == {(1, 1), (2, 2)}  # 0 are those without a persona
    assert persona_pains(NOTHING, 10, 0.05).num_rows == 0


def test_of_few_answers_nothing_is_told() -> None:
    row = _told([("call", 1, [-2.0])] * 9 + [("mail", 1, [2.0])] * 50)["call"]
    assert row["is_too_few"]
    assert row["emotion"] is row["emotion_difference"] is None
    assert not row["is_worse_emotion"]


def _simulated(rng: np.random.Generator, planted: float) -> dict[str, Any]:
    """Sixty people at either of two touchpoints, each in a mood that all four answers share."""
    people = [
        (touchpoint, int(rng.integers(1, 4)), (mood + rng.normal(0, 0.5, 4)).tolist())
        for touchpoint, shift in (("call", planted), ("mail", 0.0))
        for mood in rng.normal(shift, 0.7, 60)
    ]
    return _told(people)["call"]


def test_one_interval_in_twenty_is_wrong_though_answers_of_one_person_are_alike() -> None:
    rng = np.random.default_rng(1)
    rows = [_simulated(rng, 0.0) for _ in range(400)]
    wrong = sum(not row["emotion_low"] <= 0 <= row["emotion_high"] for row in rows)
    assert 0.02 < wrong / 400 < 0.05 + 3 * (0.05 * 0.95 / 400) ** 0.5


def test_a_planted_difference_is_found() -> None:
    rng = np.random.default_rng(2)
    assert sum(_simulated(rng, -0.7)["is_worse_emotion"] for _ in range(50)) >= 48


def test_the_quote_is_the_shortest_of_the_most_typical_and_tells_nobody() -> None:
    texts = [
        *["Otra vez tengo que repetir el problema, soy Ana Ruiz"] * 3,
        "Tengo que repetir el problema una y otra vez",
        "Malo",
        "El router hace ruidos raros por la noche, nada más",
    ]
    assert chosen(texts) == "Tengo que repetir el problema una y otra vez"
    assert chosen(["Malo", "Fatal"]) is None


def test_a_quote_that_would_be_mostly_gaps_is_none() -> None:
    assert chosen(["Ana y Eva y Pepe y Juan no llaman al 600 123 456"]) is None


def test_a_row_has_the_quote_of_its_place() -> None:
    counts = Counts([], {}, [], [], [], [], _emotions([("call", 1, [1.0])] * 12), {1: "call"})
    (row,) = pains(counts, {(1, 1): Quote("Fatal", 12)}, 10, 0.05).to_pylist()
    assert (row["quote"], row["quote_people"]) == ("Fatal", 12)
    assert pains(NOTHING, {}, 10, 0.05).num_rows == 0

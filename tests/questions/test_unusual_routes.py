"""Unusual pieces of routes: worked out by hand, by a slow twin, and by simulation."""

from __future__ import annotations

from collections import Counter
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.questions.exact_odds import cell_p
from pipeline.questions.unusual_tables import odds_of
from tests.questions.routes_world import (
    database,
    fill_routes,
    fill_walks,
    pieces,
    pieces_from_numbers,
    walked,
)
from tests.reference import unusual as slow
from tests.reference.unusual import Walk

HOME, CART, PAY, DONE, HELP = 1, 2, 3, 4, 5


def walk(person: int, *touchpoints: int, at: int = 0, outcome: str = "reached") -> Walk:
    return Walk(person, [(one, at + place) for place, one in enumerate(touchpoints)], outcome)


def odds(fewest: int = 1) -> dict[slow.Piece, dict[str, Any]]:
    rows = odds_of(pieces(), fewest=fewest).to_pylist()
    return {(row["from_no"], row["middle_no"], row["to_no"]): row for row in rows}


def test_a_piece_is_set_against_all_that_pass_its_middle() -> None:
    # 6 come to PAY from CART, of whom 4 go to DONE; 6 from HELP, all of whom go HOME.
    people = [walk(n, CART, PAY, DONE if n < 4 else HOME) for n in range(6)]
    fill_walks([*people, *(walk(6 + n, HELP, PAY, HOME) for n in range(6))])
    row = odds()[CART, PAY, DONE]
    assert (row["observed"], row["came"], row["went"], row["passed"]) == (4, 6, 4, 12)
    assert (row["expected"], row["lift"]) == (2, 2)
    assert row["p"] == pytest.approx(2 * 15 / 495)
    assert (row["share"], row["share_elsewhere"]) == (pytest.approx(4 / 6), 0)
    # Four pieces have this p, for the table has one degree of freedom: q is p.
    assert {round(one["q"], 9) for one in odds().values()} == {round(2 * 15 / 495, 9)}
    never = odds()[HELP, PAY, DONE]
    assert (never["direction"], never["observed"], never["people"]) == ("under", 0, 0)
    assert never["reached_share"] is None


def test_tea_was_told_from_milk_in_a_published_example() -> None:
    """Fisher (1935), The Design of Experiments: 3 of 4 cups right, one-sided 17/70."""
    assert cell_p(*(np.array([n]) for n in (3, 4, 4, 8)))[0] == pytest.approx(2 * 17 / 70)


def test_a_person_counts_once_for_a_way_into_the_middle_however_often_they_take_it() -> None:
    circles = walk(1, CART, PAY, HOME, CART, PAY, DONE, outcome="ended")
    fill_walks(
        [circles, walk(1, CART, PAY, DONE, at=100, outcome="open"), walk(2, HELP, PAY, HOME)]
    )
    found = {(row["from_no"], row["middle_no"], row["to_no"]): row for row in pieces().to_pylist()}
    first, later = found[CART, PAY, HOME], found[CART, PAY, DONE]
    assert (first["entries"], first["passages"], first["people"]) == (1, 1, 1)
    assert (later["entries"], later["passages"], later["people"]) == (0, 2, 1)
    assert (later["journeys"], later["open"], later["reached"]) == (2, 1, 0)


def test_where_there_is_one_way_in_or_few_people_none_of_them_is_compared() -> None:
    fill_walks([walk(n, CART, PAY, DONE if n < 4 else HOME) for n in range(12)])
    assert odds() == {}
    fill_walks([walk(n, CART if n < 9 else HELP, PAY, DONE if n % 2 else HOME) for n in range(30)])
    assert {before for before, _, _ in odds(fewest=10)} == {HELP}
    assert {before for before, _, _ in odds(fewest=9)} == {HELP, CART}


def test_numbers_give_the_same_pieces_as_the_select_however_many_touchpoints_there_are() -> None:
    """Few of a hundred thousand touchpoints occur, and journeys of one person lie apart."""
    far = 100_000
    walks = [
        walk(1, far, PAY, far, PAY, DONE, outcome="ended"),
        walk(2, HELP, PAY, far, outcome="open"),
        walk(1, far, PAY, HOME, at=-50),
    ]
    fill_walks(walks)
    database().execute("create or replace table journeys.placed_events as "
                       "from journeys.placed_events order by step_no, journey_key")  # fmt: skip
    by_select = sorted(pieces().to_pylist(), key=repr)
    assert sorted(pieces_from_numbers().to_pylist(), key=repr) == by_select
    assert len(by_select) == 5
    fill_walks([walk(1, HOME, CART)])
    assert pieces_from_numbers().to_pylist() == []


STEPS = st.lists(st.integers(1, 4), min_size=1, max_size=7)
WALKS = st.lists(
    st.tuples(
        st.integers(1, 4), STEPS, st.integers(0, 3), st.sampled_from(["reached", "ended", "open"])
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(WALKS)
def test_the_twin_counts_the_same_pieces_and_finds_the_same_odds(walks: list[Any]) -> None:
    told = [
        walk(person, *steps, at=start, outcome=outcome) for person, steps, start, outcome in walks
    ]
    fill_walks(told)
    twin = slow.pieces_of(told)
    found = {
        (row["from_no"], row["middle_no"], row["to_no"]): slow.Seen(
            *(row[name] for name in vars(slow.Seen()))
        )
        for row in pieces().to_pylist()
    }
    assert found == twin
    by_select = sorted(pieces().to_pylist(), key=repr)
    for parts in (1, 2):
        assert sorted(pieces_from_numbers(parts).to_pylist(), key=repr) == by_select
    expected = slow.odds_of(twin, fewest=1)
    assert {
        piece: (row["observed"], row["expected"], row["p"]) for piece, row in odds().items()
    } == {piece: pytest.approx(own) for piece, own in expected.items()}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(2, 60), st.data())
def test_the_exact_p_is_that_of_whole_numbers(table: int, data: st.DataObject) -> None:
    row, column = (data.draw(st.integers(1, table - 1)) for _ in range(2))
    inside = data.draw(st.integers(max(0, row + column - table), min(row, column)))
    found = cell_p(*(np.array([n]) for n in (inside, row, column, table)))[0]
    assert found == pytest.approx(slow.two_sided(inside, row, column, table), rel=1e-9)


KINDS = 14
PLANTED = {(0, 1, 2): 4.0, (3, 4, 5): 3.0, (6, 7, 8): 2.5, (9, 10, 11): 0.15, (12, 13, 0): 0.3}


def _chain(planted: dict[slow.Piece, float], seed: int) -> Any:  # noqa: ANN401 - an array
    """Some next touchpoints are far more frequent than others, whatever came before."""
    draw = np.random.default_rng(seed)
    weights = draw.uniform(0.2, 2, (KINDS, KINDS))
    # A planted way out has a middling weight, and the middle of those is passed by many.
    for _, here, after in PLANTED:
        weights[here, after] = 0.7
    np.fill_diagonal(weights, 0)
    chances = np.repeat(weights[None] / weights.sum(axis=1)[None, :, None], KINDS, axis=0)
    for (before, here, after), factor in planted.items():
        chances[before, here, after] *= factor
    return chances


def test_planted_routes_come_first_where_raw_frequency_hides_them() -> None:
    fill_routes(walked(_chain(PLANTED, 1), 30_000, 7, seed=2), np.arange(30_000))
    found = odds(fewest=10)
    unusual = [(piece, row) for piece, row in found.items() if row["is_unusual"]]
    assert [piece for piece, row in unusual if row["direction"] == "over"] == [*PLANTED][:3]
    assert [piece for piece, row in unusual if row["direction"] == "under"] == [*PLANTED][3:]
    frequent = Counter({piece: row["passages"] for piece, row in found.items()})
    ranks = {piece: rank for rank, (piece, _) in enumerate(frequent.most_common(), start=1)}
    assert [ranks[piece] for piece in PLANTED] == [17, 702, 723, 2313, 2251]


def test_where_the_middle_decides_nothing_is_unusual_and_p_is_small_as_often_as_it_says() -> None:
    people = np.arange(20_000) % 8_000  # two or three journeys each
    fill_routes(walked(_chain({}, 3), 20_000, 7, seed=4), people)
    found = odds(fewest=10)
    assert len(found) > 1_500
    assert [piece for piece, row in found.items() if row["is_unusual"]] == []
    small = sum(row["p"] <= 0.05 for row in found.values()) / len(found)
    # The share of 0.05, three standard errors, and less for counts that are whole numbers.
    assert 0.02 < small < 0.05 + 3 * (0.05 * 0.95 / len(found)) ** 0.5


def test_habits_of_few_people_are_no_finding() -> None:
    """Each person has one way that they take again and again; counted by passages all is sure."""
    kinds = 4
    draw = np.random.default_rng(5)
    habit = draw.integers(0, kinds, (400, 2))
    rounds = np.stack([habit[:, 0], np.full(400, 9), 4 + habit[:, 1]], axis=1)
    fill_routes(np.tile(rounds, (1, 20)), np.arange(400))
    table = pieces()
    counted = [row for row in odds_of(table).to_pylist() if row["middle_no"] == 9]
    assert min(row["q"] for row in counted) > 0.05
    entries = table.schema.get_field_index("entries")
    by_passages = odds_of(table.set_column(entries, "entries", table.column("passages")))
    misled = [row for row in by_passages.to_pylist() if row["middle_no"] == 9]
    assert sum(row["q"] < 0.05 for row in misled) > len(misled) / 2


def test_a_question_shows_what_the_mart_holds(sample_db: duckdb.DuckDBPyConnection) -> None:
    for journey in ("alta", "soporte"):
        found = jp.unusual_routes(sample_db, journey=journey)
        mart = sample_db.execute(
            "select from_touchpoint, middle, to_touchpoint, observed, q, is_unusual, rank "
            "from marts.unusual_routes where journey = ?",
            [journey],
        ).fetchall()
        names = (
            "from_touchpoint",
            "middle",
            "to_touchpoint",
            "observed",
            "q",
            "is_unusual",
            "rank",
        )
        assert sorted(map(repr, mart)) == sorted(
            repr(tuple(row[name] for name in names)) for row in found.rows
        )
        assert len(found.frame()) == sum(row[5] for row in mart)
        assert len(found.all()) == len(mart)
        assert found._repr_html_().startswith(f"<table><caption>Unusual routes: {journey}")


def test_nobody_of_the_sample_fails_to_pay_twice(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.unusual_routes(sample_db, journey="alta")
    (row,) = (
        one
        for one in found.rows
        if one["from_touchpoint"] == one["to_touchpoint"] == "Error de pago"
    )
    assert (row["direction"], row["observed"], row["is_unusual"]) == ("under", 0, True)
    assert row["expected"] > 10


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"lift": 0.5}, "1 or more"),
        ({"min_people": 0}, "1 or more"),
        ({"journey": "altas"}, 'did you mean "alta"'),
    ],
)
def test_what_cannot_be_asked_is_said(
    sample_db: duckdb.DuckDBPyConnection, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(JourneysError, match=words):
        jp.unusual_routes(sample_db, **({"journey": "alta"} | options))

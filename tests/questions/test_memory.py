"""How far back journeys remember: worked out by hand, by a slow twin, and by simulation."""

from __future__ import annotations

from math import log
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.questions.memory import memory_of
from pipeline.questions.memory_estimates import judge_orders
from pipeline.questions.step_contexts import contexts_of
from tests.questions.routes_world import contexts, database, fill_routes, fill_walks, walked
from tests.reference.unusual import Walk, log_chance, moves_of

ENDS = {"reached": -1, "ended": -2, "cancelled": -3}


def test_a_step_is_foretold_by_those_left_in_drawn_towards_the_shorter_context() -> None:
    # Two people, each one group: one step 1, then the goal. Two symbols, so the base is 1/2.
    fill_walks([Walk(0, [(1, 0)]), Walk(1, [(1, 0)])])
    found = judge_orders(contexts(2)).orders
    # Order 0: of 2 moves 1 was this one: (1 + 10/2) / (2 + 10) = 1/2.
    assert found[0].log_likelihood == pytest.approx(log(1 / 2))
    # Order 1: in each context 1 of 1: (1 + 10/2) / (1 + 10) = 6/11; then (1 + 60/11) / 11 = 71/121.
    assert found[1].log_likelihood == pytest.approx(log(6 / 11))
    assert found[2].log_likelihood == pytest.approx(log(71 / 121))
    assert [one.contexts for one in found] == [1, 2, 2, 2]


WALKS = st.lists(
    st.tuples(
        st.lists(st.integers(1, 3), min_size=1, max_size=5),
        st.sampled_from(["reached", "ended", "cancelled", "open"]),
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(WALKS)
def test_the_twin_foretells_as_well(walks: list[Any]) -> None:
    fill_walks(
        [
            Walk(person, [(one, place) for place, one in enumerate(steps)], outcome)
            for person, (steps, outcome) in enumerate(walks)
        ]
    )
    routes = [
        [0, 0, 0, *steps, *([ENDS[outcome]] if outcome != "open" else [])]
        for steps, outcome in walks
    ]
    symbols = len({one for route in routes for one in route[3:]})
    found = judge_orders(contexts(2)).orders
    for order in range(4):
        total = sum(
            log(
                log_chance(
                    [other for key, other in enumerate(routes) if key % 2 != person % 2],
                    route[place - order : place],
                    route[place],
                    symbols,
                )
            )
            for person, route in enumerate(routes)
            for place in range(3, len(route))
        )
        assert found[order].log_likelihood == pytest.approx(total / moves_of(routes))


def _memory(order: int) -> int:
    """The order found in journeys that have one of 1 or 2."""
    draw = np.random.default_rng(1)
    chances = draw.dirichlet(np.ones(6), size=(6, 6))
    if order == 1:
        chances[:] = chances[0]
    routes = walked(chances, 4_000, 12, seed=order) + 1  # 0 is the beginning
    lengths = draw.geometric(0.2, 4_000)
    routes[np.arange(12) >= lengths[:, None]] = -1
    fill_routes(routes, np.arange(4_000))
    return judge_orders(contexts(10)).chosen


def test_the_order_of_a_chain_is_found() -> None:
    assert [_memory(1), _memory(2)] == [1, 2]


def test_steps_drawn_without_regard_to_others_need_no_memory_but_of_the_beginning() -> None:
    routes = np.random.default_rng(2).integers(1, 6, (3_000, 40))
    fill_routes(routes, np.arange(3_000))
    gains = [one.gain for one in judge_orders(contexts(10)).orders]
    assert gains[2] is not None
    assert gains[2] < 0.001


def test_the_sample_remembers_more_than_one_step(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.memory_order(sample_db, journey="alta")
    assert found.order >= 2
    assert found.frame()["log_likelihood"].is_monotonic_increasing
    assert found._repr_html_().startswith("<table><caption>Memory of alta: order ")
    with pytest.raises(JourneysError, match='did you mean "alta"'):
        jp.memory_order(sample_db, journey="altas")


def test_of_few_people_none_can_be_left_out() -> None:
    fill_walks([Walk(1, [(1, 0)])])
    with pytest.raises(JourneysError, match="10 people are the least"):
        memory_of(database(), "all")


def test_more_touchpoints_than_three_steps_of_fit_in_a_number_are_refused() -> None:
    rows = {"journey_key": [1], "step_no": [1], "fold": [9], "touchpoint_no": [40_000]}
    with pytest.raises(JourneysError, match=r"40,001 touchpoints") as caught:
        contexts_of(pa.table(rows | {"way_out": [-1]}))
    assert "[[touchpoint]] rules" in str(caught.value)

"""Attribution gives what giving away journey by journey gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import JourneysError
from pipeline.questions.attribution_chain import moves_of, removal_effects
from pipeline.questions.attribution_credits import MODELS
from pipeline.questions.attribution_tables import AttributionOptions, read_credits
from tests.questions.attribution_world import Told, reading
from tests.reference.attribution import by_rule, removals, shapley

HALF_LIFE_S = 7 * 86_400
names = st.sampled_from(["ads", "web", "mail", "(none)", "shop"])
gaps = st.integers(0, 3 * HALF_LIFE_S)


@st.composite
def journeys(draw: st.DrawFn) -> Told:
    waits = draw(st.lists(st.tuples(names, gaps), min_size=1, max_size=6))
    second, touches = 0, []
    for name, gap in waits:
        second += gap
        touches.append((name, float(second)))
    outcome = draw(st.sampled_from(["reached", "reached", "ended", "cancelled", "open"]))
    return Told(touches, outcome, draw(st.none() | st.integers(0, 50).map(float)))


@settings(max_examples=40, deadline=None)
@given(st.lists(journeys(), max_size=12), st.integers(1, 3))
def test_every_model_agrees_with_the_slow_one(made: list[Told], order: int) -> None:
    with reading(made) as read:
        ((_, rows),) = read_credits(read, 1, ["channel"], AttributionOptions(order=order))
    known = [(one.touches, one.outcome == "reached") for one in made if one.outcome != "open"]
    reached = sum(done for _, done in known)
    assert bool(rows) == bool(reached)
    if not reached:
        return
    slow = by_rule(known, direct={"(none)", "direct"}, half_life_s=HALF_LIFE_S)
    expected = {**slow, "shapley": shapley(known)}
    effects = removals(known, order)
    expected["markov"] = {
        name: reached * effect / sum(effects.values()) for name, effect in effects.items()
    }
    for model in MODELS:
        own = {row["value_name"]: row for row in rows if row["model"] == model}
        found = {name: row["conversions"] for name, row in own.items()}
        assert found == pytest.approx(
            {name: expected[model].get(name, 0) for name in found}, abs=1e-9
        )
        assert set(found) == {name for touches, _ in known for name, _ in touches}
        assert sum(found.values()) == pytest.approx(reached, abs=1e-9)
        worth = sum(one.value or 0 for one in made if one.outcome == "reached")
        assert sum(row["value"] or 0 for row in own.values()) == pytest.approx(worth, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.lists(names, min_size=1, max_size=7), st.booleans()), max_size=15),
    st.integers(1, 3),
)
def test_removal_effects_are_those_of_the_chain_with_the_channel_struck_out(
    paths: list[tuple[list[str], bool]], order: int
) -> None:
    moves = moves_of([(tuple(path), reached, 1) for path, reached in paths], order)
    told = [([(name, 0.0) for name in path], reached) for path, reached in paths]
    slow = removals(told, order)
    for dense_states in (0, 2000):  # the two ways to solve it
        assert removal_effects(moves, dense_states) == pytest.approx(slow, abs=1e-9)


def test_a_chain_with_too_many_states_is_refused_before_it_is_solved() -> None:
    values = [f"page {number}" for number in range(4001)]
    paths = [((values[0], value), True, 1) for value in values]
    assert len(removal_effects(moves_of(paths))) == len(values)
    with pytest.raises(JourneysError, match="a lower order"):
        removal_effects(moves_of(paths, order=2))

"""Identifiers and links drawn at random, small enough for the reference."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.reference.components import Identifier, Link, Pair

# Three types of which two are unique, one of them in two scopes.
_KINDS = [
    ("customer_id", "", "unique"),
    ("user_id", "shop_a", "unique"),
    ("user_id", "shop_b", "unique"),
    ("email", "", "shared"),
    ("phone", "", "shared"),
]
Known = dict[int, Identifier]


@st.composite
def identifiers(draw: st.DrawFn, most: int = 10) -> Known:
    """Some identifiers, numbered in another order than that of their values."""
    kinds = draw(st.lists(st.sampled_from(_KINDS), min_size=2, max_size=most))
    values = draw(st.permutations([f"v{number:02}" for number in range(len(kinds))]))
    return {
        number: Identifier(id_type, scope, value, id_class)
        for number, ((id_type, scope, id_class), value) in enumerate(
            zip(kinds, values, strict=True), start=1
        )
    }


def pairs(known: Known, most: int) -> st.SearchStrategy[list[Pair]]:
    """Pairs of two different identifiers, each at most once and in either direction."""
    number = st.integers(1, len(known))
    pair = st.tuples(number, number).filter(lambda pair: pair[0] != pair[1])
    return st.lists(pair, max_size=most, unique_by=frozenset)


@st.composite
def links(draw: st.DrawFn, known: Known) -> list[Link]:
    """Links with evidence of few values, so that ties are common."""
    few = st.integers(1, 2)
    times = st.sampled_from([None, -5, 0, 3, 3, 8])
    return [
        Link(
            *pair,
            sightings=draw(st.none() | few),
            first_us=draw(times),
            last_us=draw(times),
            class_rank=draw(few),
            trust_rank=draw(few),
        )
        for pair in draw(pairs(known, 20))
    ]

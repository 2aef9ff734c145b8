"""Identifiers and links drawn at random, small enough for the reference."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.reference.components import Identifier, Limit, Link, Pair

# Three types of which two are unique, one of them in two scopes.
_KINDS = [
    ("customer_id", "", "unique"),
    ("user_id", "shop_a", "unique"),
    ("user_id", "shop_b", "unique"),
    ("email", "", "shared"),
    ("phone", "", "shared"),
]
Known = dict[int, Identifier]
_DAYS = st.integers(0, 3)
_SPANS = st.tuples(_DAYS, _DAYS).map(sorted)


@st.composite
def identifiers(draw: st.DrawFn, most: int = 10) -> Known:
    """Some identifiers, numbered in another order than that of their values."""
    kinds = draw(st.lists(st.sampled_from(_KINDS), min_size=2, max_size=most))
    values = draw(st.permutations([f"v{number:02}" for number in range(len(kinds))]))
    return {
        number: Identifier(id_type, scope, value, id_class, *draw(_SPANS))
        for number, ((id_type, scope, id_class), value) in enumerate(
            zip(kinds, values, strict=True), start=1
        )
    }


@st.composite
def names_of_one(draw: st.DrawFn, known: Known) -> dict[int, int]:
    """Some unique identifiers that are other names of one of their kind, the smallest number."""
    ones: dict[int, int] = {}
    for number, identifier in known.items():
        alike = [n for n in known if known[n][:2] == identifier[:2] and n < number]
        if identifier.id_class == "unique" and alike and draw(st.booleans()):
            smallest = ones.get(alike[0], alike[0])
            ones |= {number: smallest, smallest: smallest}
    return ones


def limits() -> st.SearchStrategy[list[Limit]]:
    """At most one limit for each type that is shared."""
    few = st.integers(1, 2)
    of_types = [st.builds(Limit, st.just(name), few, _DAYS) for name in ("email", "phone")]
    return st.one_of(
        st.just([]),
        *(limit.map(lambda one: [one]) for limit in of_types),
        st.tuples(*of_types).map(list),
    )


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

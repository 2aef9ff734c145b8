"""The pattern language: what fits, where it stands, and what a mistake is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.questions.patterns import letter_of, regular_expression
from pipeline.questions.patterns_syntax import PatternError, parse_pattern
from tests.reference import patterns as reference

NAMES = ["cart", "pay now", 'say "hi"', "support", "a|b"]
SHOP = ["cart", "pay", "pay again", "sign-up", "support", "page.view"]


def _letters(route: Sequence[str], names: Sequence[str]) -> str:
    return "".join(letter_of(names.index(name)) for name in route)


def _fits(pattern: str, route: str) -> bool:
    """Whether a pattern fits a route such as "cart, pay"."""
    steps = [step.strip() for step in route.split(",")] if route else []
    expression = regular_expression(pattern, SHOP)
    select = "select regexp_matches($route, $expression)"
    given = {"route": _letters(steps, SHOP), "expression": expression}
    ((found,),) = duckdb.execute(select, given).fetchall()
    return bool(found)


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("cart -> support", ["pay, cart, support"], ["cart, pay, support", "support, cart"]),
        (
            "cart -> [^pay]* -> support",
            ["cart, support", "cart, cart, support"],
            ["cart, pay, support"],
        ),
        ("cart ... support", ["cart, pay, pay, support", "cart, support"], ["support, cart"]),
        (
            "cart -> . -> support",
            ["cart, pay, support"],
            ["cart, support", "cart, pay, pay, support"],
        ),
        ("^ cart", ["cart, pay"], ["pay, cart"]),
        ("pay $", ["cart, pay"], ["pay, cart"]),
        ("^ pay* $", ["pay", "pay again"], ["pay, pay again", "cart"]),  # a name with a wildcard
        ("^ (pay)* $", ["", "pay, pay"], ["pay again"]),  # repetition of a name
        ("^ [pay*]{2} $", ["pay, pay again"], ["pay", "pay, pay, pay"]),
        ("^ pay{2,3} $", ["pay, pay", "pay, pay, pay"], ["pay", "pay, pay, pay, pay"]),
        ("^ pay{2,} $", ["pay, pay", "pay, pay, pay, pay"], ["pay"]),
        ("^ cart? -> pay $", ["pay", "cart, pay"], ["cart, cart, pay"]),
        ("(cart | pay) -> support", ["cart, support", "pay, support"], ["pay, cart"]),
        ("^ cart | support $", ["cart, pay", "pay, support"], ["pay, cart, pay"]),
        ('"pay again"', ["pay again"], ["pay"]),
        ("sign-up -> page.view", ["sign-up, page.view"], ["page.view, sign-up"]),
        ("cart->pay", ["cart, pay"], ["pay, cart"]),
        ("^ . $", ["cart"], ["", "cart, pay"]),
        ('[^"*"]', [], ["cart", ""]),
    ],
)
def test_what_fits(pattern: str, fitting: list[str], others: list[str]) -> None:
    assert [route for route in fitting if not _fits(pattern, route)] == []
    assert [route for route in others if _fits(pattern, route)] == []


@pytest.mark.parametrize(
    ("pattern", "at", "says"),
    [
        ("cart -> ", 8, "expected a step"),
        ("cart -> )", 8, "expected a step"),
        ("(cart -> pay", 12, "expected a step, an arrow, | or )"),
        ("cart)", 4, "none is open"),
        ("[]", 1, "expected a name"),
        ("[cart -> pay]", 6, "expected | or ]"),
        ("cart{3,2}", 4, "the smaller number first"),
        ("cart{0}", 4, "the smaller number first"),
        ("cart{x}", 4, "write {2}"),
        ("cart{2", 4, "expected a step, an arrow or the end"),
        ("(cart?)+", 0, "take one of the repetitions away"),
        ("(cart{40}){40}", 10, "use * or +"),
        ('cart -> "pay', 8, "close the quotes"),
        ("cart -> suport", 8, 'did you mean "support"?'),
        ("cart $ -> pay", 7, "expected a step, an arrow or the end"),
        ("", 0, "expected a step"),
        ("cart **", 6, "expected a step"),
    ],
)
def test_a_mistake_is_shown_at_its_place(pattern: str, at: int, says: str) -> None:
    with pytest.raises(PatternError) as caught:
        regular_expression(pattern, SHOP)
    assert (caught.value.at, says in caught.value.fix) == (at, True), caught.value


def test_the_place_stands_under_the_sign_it_means() -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern("cart -> ]")
    lines = str(caught.value).splitlines()
    assert lines[1][lines[2].index("^")] == "]"


def test_a_pattern_that_fits_nothing_at_all_finds_no_place() -> None:
    with pytest.raises(PatternError, match="finds no place"):
        regular_expression("(cart)*", SHOP, finds=True)


def test_letters_are_private_and_all_different() -> None:
    letters = [letter_of(number) for number in (0, 6398, 6399, 6400, 71_932)]
    assert [hex(ord(letter)) for letter in letters] == [
        "0xe000",
        "0xf8fe",
        "0xf0000",
        "0xf0001",
        "0xffffd",
    ]


steps: st.SearchStrategy[Any] = st.tuples(
    st.just("steps"),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    st.booleans(),
) | st.just(("steps", [], True))


def _larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    rows = st.lists(inner, min_size=2, max_size=3)
    solid = inner.filter(lambda pattern: not reference.fits(pattern, []))
    times = st.sampled_from([(0, None), (1, None), (0, 1), (2, 2), (1, 3), (2, None)])
    return (
        st.tuples(st.just("row"), rows)
        | st.tuples(st.just("or"), rows)
        | st.tuples(solid, times).map(lambda both: ("times", both[0], *both[1]))
    )


patterns = st.recursive(steps, _larger, max_leaves=6)
whole = st.tuples(st.booleans(), patterns, st.booleans()).map(
    lambda told: ("row", [("begin",)] * told[0] + [told[1]] + [("end",)] * told[2])
)
routes = st.lists(st.lists(st.sampled_from(NAMES), max_size=7), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(whole | patterns, routes)
def test_patterns_fit_and_stand_where_trying_every_way_says(pattern: Any, routes: Any) -> None:  # noqa: ANN401
    text = reference.text_of(pattern)
    expression = regular_expression(text, NAMES)
    select = (
        "select regexp_matches(route, $expression), "
        "string_split(regexp_replace(route, $expression, '<\\0>', 'g'), '<') "
        "from (select unnest($routes) as route)"
    )
    rows = duckdb.execute(
        select, {"expression": expression, "routes": [_letters(route, NAMES) for route in routes]}
    ).fetchall()
    for route, (fits, pieces) in zip(routes, rows, strict=True):
        assert fits == reference.fits(pattern, route), text
        if not reference.fits(pattern, []):
            found, at = [], len(pieces[0])
            for piece in pieces[1:]:
                inside, _, behind = piece.partition(">")
                found.append((at + 1, at + len(inside)))
                at += len(inside) + len(behind)
            assert found == reference.places(pattern, route), text

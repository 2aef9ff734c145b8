"""As known at the time: a link joins from the moment it was first seen, not before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.components import build_components
from pipeline.identity.live import build_live_names
from pipeline.identity.replay import replay_conflicts
from tests.examples import examples
from tests.identity.cases import Known, identifiers, links
from tests.identity.graphs import put_known, put_links
from tests.reference.components import Identifier, Link, Pair, name_at

Period = tuple[int | None, int | None, int]
FOUR = {number: Identifier("email", "", f"{number}@x.es", "shared") for number in range(1, 5)}
CUSTOMERS = {
    1: Identifier("customer_id", "", "A", "unique"),
    2: Identifier("email", "", "x@x.es", "shared"),
    3: Identifier("customer_id", "", "B", "unique"),
}


def named(known: Known, found: Iterable[Link]) -> tuple[dict[int, list[Period]], set[Pair]]:
    """The periods of each identifier, and the refused pairs."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_known(engine, known)
        put_links(engine, found)
        build_components(engine)
        replay_conflicts(engine)
        build_live_names(engine)
        periods: dict[int, list[Period]] = defaultdict(list)
        rows = engine.read("from identity.live_names order by identifier_no, from_us nulls first")
        for row in rows.to_pylist():
            periods[row["identifier_no"]].append(
                (row["from_us"], row["to_us"], row["component_no"])
            )
        refusals = engine.read("select left_no, right_no from identity.refusals").to_pylist()
        return periods, {(min(row.values()), max(row.values())) for row in refusals}


def test_an_identifier_is_by_itself_until_its_first_link() -> None:
    periods, _ = named(FOUR, [Link(2, 4, first_us=100)])
    assert periods == {
        1: [(None, None, 1)],
        2: [(None, None, 2)],
        3: [(None, None, 3)],
        4: [(None, 100, 4), (100, None, 2)],
    }


def test_a_name_changes_whenever_a_smaller_identifier_joins() -> None:
    found = [Link(3, 4, first_us=10), Link(2, 3, first_us=20), Link(1, 2, first_us=30)]
    periods, _ = named(FOUR, found)
    assert periods[4] == [(None, 10, 4), (10, 20, 3), (20, 30, 2), (30, None, 1)]
    assert periods[2] == [(None, 30, 2), (30, None, 1)]


def test_a_link_between_identifiers_already_joined_changes_nothing() -> None:
    once, _ = named(FOUR, [Link(1, 2, first_us=10), Link(2, 3, first_us=20)])
    again, _ = named(
        FOUR, [Link(1, 2, first_us=10), Link(2, 3, first_us=20), Link(1, 3, first_us=25)]
    )
    assert again == once


def test_links_of_one_instant_leave_no_period_between_them() -> None:
    periods, _ = named(FOUR, [Link(3, 4, first_us=10), Link(1, 3, first_us=10)])
    assert periods[4] == [(None, 10, 4), (10, None, 1)]


def test_a_link_without_a_time_was_always_known() -> None:
    periods, _ = named(FOUR, [Link(3, 4, first_us=None), Link(1, 3, first_us=10)])
    assert periods[4] == [(None, 10, 3), (10, None, 1)]


def test_a_refused_link_never_joined() -> None:
    found = [Link(1, 2, sightings=1, first_us=10), Link(3, 2, sightings=5, first_us=20)]
    periods, refused = named(CUSTOMERS, found)
    assert refused == {(1, 2)}
    assert periods == {
        1: [(None, None, 1)],
        2: [(None, None, 2)],
        3: [(None, 20, 3), (20, None, 2)],
    }


@st.composite
def cases(draw: st.DrawFn) -> tuple[Known, list[Link]]:
    known = draw(identifiers())
    return known, draw(links(known))


@settings(max_examples=examples(25), deadline=None)
@given(cases())
def test_at_every_instant_the_names_are_those_of_the_links_known_then(
    case: tuple[Known, list[Link]],
) -> None:
    known, found = case
    periods, refused = named(known, found)
    for instant_us in range(-7, 10):
        now = {
            number: [
                component
                for start, end, component in own
                if (start is None or start <= instant_us) and (end is None or instant_us < end)
            ]
            for number, own in periods.items()
        }
        expected = name_at(instant_us, known, found, refused)
        assert now == {number: [name] for number, name in expected.items()}


@settings(max_examples=examples(15), deadline=None)
@given(cases())
def test_periods_follow_each_other_without_a_gap_or_an_empty_one(
    case: tuple[Known, list[Link]],
) -> None:
    periods, _ = named(*case)
    for own in periods.values():
        assert (own[0][0], own[-1][1]) == (None, None)
        for (start, end, name), (next_start, _, next_name) in pairwise(own):
            assert end == next_start
            assert end is not None
            assert start is None or start < end
            assert name != next_name

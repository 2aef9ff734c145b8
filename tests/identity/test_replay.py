"""No person has two values of a unique type, and every link that would make one is on record."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.identity.components import build_components, extend_components
from pipeline.identity.replay import replay_conflicts
from tests.identity.cases import Known, identifiers, links, pairs
from tests.identity.graphs import PAIRS, components, put, put_known, put_links
from tests.reference.components import Identifier, Link, Pair, Partition, faults, partition, replay

ANA = {
    1: Identifier("customer_id", "", "A", "unique"),
    2: Identifier("customer_id", "", "B", "unique"),
    3: Identifier("email", "", "ana@x.es", "shared"),
    4: Identifier("phone", "", "+34600123456", "shared"),
}


class Replayed(NamedTuple):
    """What came of it."""

    people: Partition
    refusals: list[dict[str, Any]]

    @property
    def refused(self) -> set[Pair]:
        """The pairs that were refused, the smaller number first."""
        rows = [sorted((row["left_no"], row["right_no"])) for row in self.refusals]
        return {(low, high) for low, high in rows}


def read(engine: DuckDBEngine) -> Replayed:
    rows = engine.read("from identity.refusals order by left_no, right_no").to_pylist()
    return Replayed(components(engine), rows)


def replayed(known: Known, found: Iterable[Link], cannot: Iterable[Pair] = ()) -> Replayed:
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_known(engine, known, cannot)
        put_links(engine, found)
        build_components(engine)
        replay_conflicts(engine)
        return read(engine)


def test_two_customers_with_one_email_stay_two_and_the_better_evidence_has_it() -> None:
    result = replayed(ANA, [Link(1, 3, sightings=2), Link(2, 3, sightings=5), Link(3, 4)])
    assert result.people == {1: 1, 2: 2, 3: 2, 4: 2}
    assert result.refusals == [
        {
            "left_no": 1,
            "right_no": 3,
            "rule": "two values of customer_id",
            "against_left_no": 1,
            "against_right_no": 2,
        }
    ]


@pytest.mark.parametrize(
    "stronger",
    [
        {"is_must": True, "class_rank": 9, "trust_rank": 9, "sightings": None, "last_us": None},
        {"class_rank": 0, "trust_rank": 9, "sightings": 1, "last_us": 0},
        {"trust_rank": 0, "sightings": 1, "last_us": 0},
        {"sightings": 6, "last_us": 0},
        {"last_us": 8},
    ],
    ids=["override", "class", "trust", "sightings", "recency"],
)
def test_the_order_of_evidence(stronger: dict[str, Any]) -> None:
    usual = Link(1, 3, sightings=5, last_us=7)
    found = [usual, usual._replace(left_no=2, **stronger)]
    assert replayed(ANA, found).refused == {(1, 3)}


def test_equal_evidence_is_decided_by_values_and_not_by_numbers() -> None:
    # Customer "A" comes first, whichever number it has.
    assert replayed(ANA, [Link(1, 3), Link(2, 3)]).refused == {(2, 3)}
    renumbered = {1: ANA[2], 2: ANA[1], 3: ANA[3]}
    assert replayed(renumbered, [Link(1, 3), Link(3, 2)]).refused == {(1, 3)}


def test_two_values_of_two_scopes_are_no_conflict() -> None:
    known = {
        1: Identifier("user_id", "shop_a", "7", "unique"),
        2: Identifier("user_id", "shop_b", "7", "unique"),
        3: ANA[3],
    }
    result = replayed(known, [Link(1, 3), Link(2, 3)])
    assert (result.people, result.refusals) == ({1: 1, 2: 1, 3: 1}, [])


def test_a_pair_that_cannot_be_linked_is_kept_apart_on_the_way_too() -> None:
    found = [Link(1, 3, sightings=2), Link(3, 4)]
    result = replayed(ANA, found, cannot=[(4, 1)])
    assert result.people == {1: 1, 2: 2, 3: 1, 4: 4}
    assert [list(row.values()) for row in result.refusals] == [[3, 4, "cannot be linked", 1, 4]]


def test_taking_a_cannot_link_back_restores_the_former_people() -> None:
    found = [Link(1, 3), Link(3, 4)]
    apart, together = replayed(ANA, found, cannot=[(1, 4)]), replayed(ANA, found)
    assert apart.people != together.people
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_known(engine, ANA, cannot=[(1, 4)])
        put_links(engine, found)
        build_components(engine)
        replay_conflicts(engine)
        put_known(engine, ANA)
        put(engine, "new_links", PAIRS, [])
        extend_components(engine)
        replay_conflicts(engine)
        assert read(engine) == together


@pytest.mark.parametrize(
    ("found", "cannot", "where"),
    [
        (
            [Link(1, 3, is_must=True), Link(3, 4, is_must=True)],
            [(1, 4)],
            (
                "customer_id A and email ana@x.es must be linked; "
                "email ana@x.es and phone +34600123456 must be linked; "
                "customer_id A and phone +34600123456 cannot be linked"
            ),
        ),
        (
            [Link(1, 3, is_must=True)],
            [(3, 1)],
            (
                "customer_id A and email ana@x.es must be linked; "
                "customer_id A and email ana@x.es cannot be linked"
            ),
        ),
        (
            [Link(1, 3, is_must=True), Link(2, 3, is_must=True), Link(3, 4)],
            [],
            (
                "customer_id A and email ana@x.es must be linked; "
                "email ana@x.es and customer_id B must be linked; "
                "customer_id A and customer_id B are two values of customer_id"
            ),
        ),
    ],
    ids=["path", "same pair", "two values"],
)
def test_overrides_that_contradict_each_other_are_named(
    found: list[Link], cannot: list[Pair], where: str
) -> None:
    with pytest.raises(JourneysError) as error:
        replayed(ANA, found, cannot)
    # A path reads the same from either end.
    said, expected = (
        {frozenset(row.split()) for row in text.split("; ")} for text in (error.value.where, where)
    )
    assert said == expected


def test_an_identifier_cannot_be_kept_apart_from_itself() -> None:
    with pytest.raises(JourneysError, match="from itself") as error:
        replayed(ANA, [], cannot=[(3, 3)])
    assert error.value.where == "email ana@x.es cannot be linked"


def test_a_kiosk_of_many_people_gives_each_their_own() -> None:
    people = 300
    known = {1: Identifier("email", "", "kiosk@x.es", "shared")}
    for number in range(people):
        known[2 * number + 2] = Identifier("customer_id", "", f"c{number:03}", "unique")
        known[2 * number + 3] = Identifier("phone", "", f"p{number:03}", "shared")
    own = [Link(2 * number + 2, 2 * number + 3, sightings=9) for number in range(people)]
    result = replayed(known, own + [Link(2 * number + 3, 1) for number in range(people)])
    assert len(result.refusals) == people - 1
    # The kiosk goes with the first phone by value; all the others have what is theirs.
    assert result.people[1] == result.people[2] == result.people[3] == 1
    assert all(result.people[2 * n + 3] == 2 * n + 2 for n in range(1, people))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Known, list[Link], list[Pair]]:
    known = draw(identifiers())
    return known, draw(links(known)), draw(pairs(known, 2))


@settings(max_examples=60, deadline=None)
@given(cases())
def test_people_and_refusals_are_those_of_the_reference(
    case: tuple[Known, list[Link], list[Pair]],
) -> None:
    result = replayed(*case)
    people, refused = replay(*case)
    assert result.people == people
    assert result.refused == set(refused)
    for row in result.refusals:
        low, high = sorted((row["left_no"], row["right_no"]))
        against = sorted((row["against_left_no"], row["against_right_no"]))
        assert (row["rule"], (against[0], against[1])) in refused[low, high]
        assert result.people[row["against_left_no"]] == result.people[row["left_no"]]
        assert result.people[row["against_right_no"]] == result.people[row["right_no"]]


@settings(max_examples=60, deadline=None)
@given(cases())
def test_every_person_hangs_together_and_every_refusal_was_needed(
    case: tuple[Known, list[Link], list[Pair]],
) -> None:
    known, found, cannot = case
    result = replayed(known, found, cannot)
    accepted = {(min(link[:2]), max(link[:2])) for link in found} - result.refused
    assert result.people == partition(known, [(low, high) for low, high in accepted])
    groups = {name: [n for n in known if result.people[n] == name] for name in known}
    assert all(faults(group, known, cannot) == [] for group in groups.values())
    for low, high in result.refused:
        both = groups[result.people[low]] + groups[result.people[high]]
        assert faults(both, known, cannot) != []


@settings(max_examples=40, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_direction_nor_the_numbers_matter(
    case: tuple[Known, list[Link], list[Pair]], dice: random.Random
) -> None:
    known, found, cannot = case
    numbers = list(known)
    dice.shuffle(numbers)
    new = dict(zip(known, numbers, strict=True))
    moved = [
        link._replace(left_no=new[link.right_no], right_no=new[link.left_no]) for link in found
    ]
    dice.shuffle(moved)
    result = replayed(known, found, cannot)
    again = replayed(
        {new[number]: known[number] for number in known},
        moved,
        [(new[one], new[other]) for one, other in cannot],
    )
    groups = [{new[n] for n in known if result.people[n] == name} for name in known]
    assert again.people == {number: min(group) for group in groups for number in group}
    expected = [sorted((new[low], new[high])) for low, high in result.refused]
    assert again.refused == {(low, high) for low, high in expected}


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(0, 20))
def test_a_batch_and_its_replay_give_what_a_full_run_gives(
    case: tuple[Known, list[Link], list[Pair]], cut: int
) -> None:
    known, found, cannot = case
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_known(engine, known, cannot)
        put_links(engine, found[:cut])
        build_components(engine)
        replay_conflicts(engine)
        put_links(engine, found)
        put(engine, "new_links", PAIRS, [link[:2] for link in found[cut:]])
        extend_components(engine)
        replay_conflicts(engine, only_touched=True)
        assert read(engine) == replayed(known, found, cannot)

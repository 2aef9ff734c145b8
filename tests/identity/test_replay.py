"""No person has two values of a unique type, and every link that would make one is on record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.identity.components import build_components
from pipeline.identity.groups import NONE, Breach, Groups, Members
from pipeline.identity.replay import replay_batch, replay_conflicts
from tests.identity.graphs import put_batch, put_known, put_links
from tests.identity.replays import read, replayed
from tests.reference.components import Identifier, Limit, Link, Pair

ANA = {
    1: Identifier("customer_id", "", "A", "unique"),
    2: Identifier("customer_id", "", "B", "unique"),
    3: Identifier("email", "", "ana@x.es", "shared"),
    4: Identifier("phone", "", "+34600123456", "shared"),
}


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
        put_batch(engine)
        replay_batch(engine)
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


EMAILS = {
    1: Identifier("customer_id", "", "A", "unique"),
    **{n: Identifier("email", "", f"e{n}", "shared", n * 10, n * 10 + 1) for n in range(2, 6)},
}


def test_one_address_too_many_is_refused_and_it_is_the_one_with_the_least_evidence() -> None:
    found = [Link(1, n, sightings=9 - n) for n in range(2, 6)]
    result = replayed(EMAILS, found, limits=[Limit("email", 3, 1_000)])
    assert result.people == {1: 1, 2: 1, 3: 1, 4: 1, 5: 5}
    assert [list(row.values()) for row in result.refusals] == [
        [1, 5, "more than 3 values of email", 2, 5]
    ]


def test_somebodys_word_stands_above_a_limit() -> None:
    found = [Link(1, n, is_must=n < 5) for n in range(2, 6)]
    assert replayed(EMAILS, found, limits=[Limit("email", 2, 1_000)]).refused == {(1, 5)}


def test_a_limit_holds_within_its_window() -> None:
    # Seen at 20-21, 30-31, 40-41, 50-51: no window of 9 touches three of them. From 21 to 40 one
    # of 19 would; without the third of them none does, as the last one is seen 19 after 31.
    found = [Link(1, n) for n in range(2, 6)]
    assert replayed(EMAILS, found, limits=[Limit("email", 2, 9)]).refused == set()
    assert replayed(EMAILS, found, limits=[Limit("email", 2, 19)]).refused == {(1, 4)}


def test_two_names_of_one_value_are_no_conflict() -> None:
    found = [Link(1, 3), Link(2, 3)]
    assert replayed(ANA, found, ones={1: 1, 2: 1}).people == {1: 1, 2: 1, 3: 1, 4: 4}


@pytest.mark.parametrize("order", [[(1, 3), (0, 3)], [(0, 3), (1, 3)], [(3, 1), (0, 1)]])
def test_a_refusal_is_against_the_first_of_several_names(order: list[Pair]) -> None:
    members = replace(Members.plain([7, 7, 7, NONE]), ones=np.array([0, 0, 2, 3]))
    groups = Groups(members, set())
    for one, other in order:
        groups.join(one, other)
    assert groups.breach(2, 3) == Breach(2, 0, kind=7)

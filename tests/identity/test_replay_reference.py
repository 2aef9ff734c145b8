"""Whatever is linked, the replay and the slow reference see the same people and refusals."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.components import build_components
from pipeline.identity.replay import replay_batch, replay_conflicts
from tests.examples import examples
from tests.identity.cases import identifiers, limits, links, names_of_one, pairs
from tests.identity.graphs import put_batch, put_links
from tests.identity.replays import Case, read, replayed
from tests.reference.components import partition, replay


@st.composite
def cases(draw: st.DrawFn) -> Case:
    known = draw(identifiers())
    ones = draw(names_of_one(known))
    return Case(known, draw(links(known)), draw(pairs(known, 2)), draw(limits()), ones)


@settings(max_examples=examples(25), deadline=None)
@given(cases())
def test_people_and_refusals_are_those_of_the_reference(case: Case) -> None:
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


@settings(max_examples=examples(25), deadline=None)
@given(cases())
def test_every_person_hangs_together_and_every_refusal_was_needed(case: Case) -> None:
    known = case.known
    result = replayed(*case)
    accepted = {(min(link[:2]), max(link[:2])) for link in case.found} - result.refused
    assert result.people == partition(known, [(low, high) for low, high in accepted])
    groups = {name: [n for n in known if result.people[n] == name] for name in known}
    assert all(case.faults(group) == [] for group in groups.values())
    for low, high in result.refused:
        both = groups[result.people[low]] + groups[result.people[high]]
        assert case.faults(both) != []


@settings(max_examples=examples(15), deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_direction_nor_the_numbers_matter(
    case: Case, dice: random.Random
) -> None:
    known = case.known
    numbers = list(known)
    dice.shuffle(numbers)
    new = dict(zip(known, numbers, strict=True))
    moved = [
        link._replace(left_no=new[link.right_no], right_no=new[link.left_no]) for link in case.found
    ]
    dice.shuffle(moved)
    result = replayed(*case)
    again = replayed(
        {new[number]: known[number] for number in known},
        moved,
        [(new[one], new[other]) for one, other in case.cannot],
        case.limits,
        {new[number]: new[one] for number, one in case.ones.items()},
    )
    groups = [{new[n] for n in known if result.people[n] == name} for name in known]
    assert again.people == {number: min(group) for group in groups for number in group}
    expected = [sorted((new[low], new[high])) for low, high in result.refused]
    assert again.refused == {(low, high) for low, high in expected}


@settings(max_examples=examples(15), deadline=None)
@given(cases(), st.sets(st.integers(0, 19)), st.integers(0, 20))
def test_a_batch_and_its_replay_give_what_a_full_run_gives(
    case: Case, gone: set[int], cut: int
) -> None:
    first = case.found[:cut]
    left = [link for place, link in enumerate(case.found) if place not in gone]
    with DuckDBEngine(":memory:", threads=1) as engine:
        case.put(engine)
        put_links(engine, first)
        build_components(engine)
        replay_conflicts(engine)
        put_links(engine, left)
        put_batch(
            engine,
            links=[link[:2] for link in left if link not in first],
            gone=[link[:2] for link in first if link not in left],
        )
        replay_batch(engine)
        assert read(engine) == replayed(*case._replace(found=left))

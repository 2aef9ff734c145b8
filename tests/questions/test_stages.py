"""The columns of the journey map: worked out by hand, and by a slow twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from tests.build_helpers import comparable
from tests.examples import examples
from tests.questions.stage_world import (
    CHECKS,
    MARTS,
    MINUTE,
    PERSONA_OF,
    STAGE_OF,
    STAGES,
    differing_counts,
    marts_of,
    told,
)
from tests.reference.persona_stages import persona_tables
from tests.reference.stages import Step, Told, stage_tables


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    """One for all tests; each fills the tables anew."""
    with DuckDBEngine(":memory:", threads=1) as opened:
        yield opened


STORY = [
    told("1", "ad cart pay line", "reached", who="ana"),
    told("2", "ad page ad", "ended", who="ana"),
    told("3", "page cart page cart", "ended", who="bea"),
    told("4", "ad cart", "open", who="leo"),
    told("5", "cart", "cancelled", who="eva"),
]


def stage(rows: Sequence[dict[str, Any]], name: str) -> dict[str, Any]:
    (row,) = (row for row in rows if row["stage"] == name)
    return row


def test_a_customer_counts_once_in_a_stage_and_a_journey_once_at_its_last(
    engine: DuckDBEngine,
) -> None:
    rows = marts_of(engine, STORY)["stages"]
    see, buy, use = (stage(rows, name) for name in STAGES)
    # Ana comes twice, Eva never to the first stage; journeys 1, 3 and 4 go on, 2 ends there.
    assert (see["people"], see["share"], see["journeys"]) == (3, 0.75, 4)
    assert [see[way] for way in ("went_on", "reached", "other_ends", "ended", "open")] == [
        *(3, 0, 0, 1, 0)
    ]
    # Journey 1 goes on from buying, 3 ends there, 4 is open, 5 is cancelled: 1 of 3 is lost.
    assert [buy[way] for way in ("went_on", "reached", "other_ends", "ended", "open")] == [
        *(1, 0, 1, 1, 1)
    ]
    assert (buy["at_risk"], buy["rate"]) == (3, 1 / 3)
    assert (use["reached"], use["position"], use["question"]) == (1, 3, "?")


def test_time_to_the_next_stage_runs_from_the_first_contact_of_a_stay(
    engine: DuckDBEngine,
) -> None:
    tables = marts_of(engine, [told("1", "ad page cart", "ended"), told("2", "ad cart", "ended")])
    # Two minutes and one; the gap is a minute in both, from the last contact before the move.
    assert stage(tables["stages"], "see")["median_to_next_s"] == 90
    (move,) = (row for row in tables["stage_moves"] if row["from_stage"] == "see")
    assert (move["to_stage"], move["moves"], move["median_gap_s"]) == ("buy", 2, 60)


def test_coming_back_to_a_stage_is_another_move_but_the_same_customer(
    engine: DuckDBEngine,
) -> None:
    tables = marts_of(engine, [told("3", "page cart page cart", "ended")])
    moves = {(row["from_stage"], row["to_stage"]): row["moves"] for row in tables["stage_moves"]}
    assert moves == {
        ("(start)", "see"): 1,
        ("see", "buy"): 2,
        ("buy", "see"): 1,
        ("buy", "(ended)"): 1,
    }
    assert [row["people"] for row in tables["stages"]] == [1, 1]


def test_where_all_happens_in_one_stage_the_columns_are_its_touchpoints(
    engine: DuckDBEngine,
) -> None:
    rows = marts_of(engine, [told("1", "pay cart", "ended"), told("2", "pay", "reached")])["stages"]
    assert [(row["stage"], row["level"], row["question"]) for row in rows] == [
        ("pay", "touchpoint", None),
        ("cart", "touchpoint", None),
    ]


def test_touchpoints_without_a_stage_are_the_last_column(engine: DuckDBEngine) -> None:
    tables = marts_of(engine, [told("1", "odd ad cart odd", "ended")])
    rows = sorted(tables["stages"], key=lambda row: row["position"])
    assert [row["stage"] for row in rows] == ["see", "buy", "(none)"]
    assert stage(rows, "(none)")["ended"] == 1


def test_a_change_of_device_belongs_to_the_stage_it_leads_to(engine: DuckDBEngine) -> None:
    tables = marts_of(
        engine,
        [
            told("1", "ad@web/mobile cart@web/desktop pay@web/mobile", "reached"),
            told("2", "ad@web/mobile cart@web/mobile", "ended"),
        ],
    )
    assert stage(tables["stages"], "buy")["from_other_device"] == 1
    assert stage(tables["stages"], "see")["from_other_device"] == 0
    assert {(r["stage"], r["from_value"], r["to_value"]) for r in tables["stage_handoffs"]} == {
        ("buy", "mobile", "desktop"),
        ("buy", "desktop", "mobile"),
    }


def test_shares_of_contacts_add_up_with_those_of_which_nothing_is_known(
    engine: DuckDBEngine,
) -> None:
    rows = marts_of(engine, [told("1", "ad@web ad@app page ad@web cart", "ended")])
    shares = {
        row["value"]: row["share"]
        for row in rows["stage_contacts"]
        if (row["stage"], row["kind"]) == ("see", "channel")
    }
    assert shares == {"web": 0.5, "app": 0.25, "(none)": 0.25}


def test_a_persona_has_columns_of_its_own_that_add_up_with_those_of_nobodys(
    engine: DuckDBEngine,
) -> None:
    tables = marts_of(engine, STORY)
    buy = {row["persona"]: row for row in tables["persona_stages"] if row["stage"] == "buy"}
    # Ana is keen, Bea is slow; Leo and Eva are neither.
    assert {who: row["people"] for who, row in buy.items()} == {"keen": 1, "slow": 1, "(none)": 2}
    assert (buy["keen"]["went_on"], buy["slow"]["ended"], buy["(none)"]["open"]) == (1, 1, 1)
    assert (buy["keen"]["share"], buy["slow"]["rate"], buy["slow"]["moves"]) == (1.0, 1.0, 1)
    told_of = {row["persona"]: (row["reached"], row["decided"]) for row in tables["personas"]}
    assert told_of == {"keen": (1, 2), "slow": (0, 1), "(none)": (0, 1)}


PLACES = st.sampled_from([None, "x", "y"])
STEPS = st.lists(
    st.builds(
        lambda pause, name, channel, device: (pause, name, channel, device),
        st.integers(0, 3),
        st.sampled_from([*STAGE_OF]),
        PLACES,
        PLACES,
    ),
    min_size=1,
    max_size=6,
)
JOURNEYS = st.lists(
    st.tuples(
        st.sampled_from(["life", "case"]),
        st.sampled_from("abc"),
        STEPS,
        st.sampled_from(["reached", "ended", "open", "cancelled"]),
    ),
    min_size=1,
    max_size=7,
)


def _told_all(made: Sequence[Any]) -> list[Told]:
    found = []
    for number, (journey, who, steps, outcome) in enumerate(made):
        at, walked = 0, []
        for pause, name, channel, device in steps:
            at += pause * MINUTE
            walked.append(Step(at, name, channel, device))
        found.append(Told(str(number), journey, who, tuple(walked), outcome))
    return found


@settings(max_examples=examples(15), deadline=None)
@given(JOURNEYS)
def test_the_tables_are_those_of_the_slow_twin_and_add_up(
    engine: DuckDBEngine, made: Sequence[Any]
) -> None:
    journeys = _told_all(made)
    tables = marts_of(engine, journeys)
    for row in tables["stages"]:
        del row["question"]
    twin = stage_tables(journeys, STAGE_OF, STAGES)
    twin |= persona_tables(journeys, STAGE_OF, STAGES, PERSONA_OF)
    for row in tables["personas"]:
        del row["value"]
    for name in MARTS:
        assert comparable(tables[name]) == comparable(twin.get(name, [])), name
    assert [engine.read(check).to_pylist() for check in CHECKS] == [[], []]
    assert differing_counts(engine) == []


def test_without_journeys_there_is_nothing_to_count(engine: DuckDBEngine) -> None:
    assert not any(marts_of(engine, []).values())
    assert differing_counts(engine) == []

"""The columns of the journey map: worked out by hand, and by a slow twin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.models import load_checks
from pipeline.sqlfiles import sql_root, sql_text
from tests.build_helpers import comparable
from tests.questions.emotion_world import put
from tests.reference.stages import MICROS, Step, Told, handoffs_of, stage_tables

STAGES = ("see", "buy", "use")
STAGE_OF = {"ad": "see", "page": "see", "cart": "buy", "pay": "buy", "line": "use", "odd": None}
MARTS = ("stages", "stage_moves", "stage_contacts", "stage_handoffs")
MINUTE = 60 * MICROS
CHECK = load_checks(sql_root())["stages_add_up"].select


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    """One for all tests; each fills the tables anew."""
    with DuckDBEngine(":memory:", threads=1) as opened:
        yield opened


def told(name: str, steps: str, outcome: str, *, who: str = "", journey: str = "life") -> Told:
    """A journey from words such as "ad@web cart@app/mobile", a minute apart."""
    found = []
    for number, word in enumerate(steps.split()):
        touchpoint, _, where = word.partition("@")
        channel, _, device = where.partition("/")
        found.append(Step(number * MINUTE, touchpoint, channel or None, device or None))
    return Told(name, journey, who or name, tuple(found), outcome)


def marts_of(engine: DuckDBEngine, journeys: Sequence[Told]) -> dict[str, list[dict[str, Any]]]:
    """The four tables as SQL makes them."""
    _fill(engine, journeys)
    for name in ("map_places", "stays"):
        engine.create_table(TableName("journeys", name), sql_text(f"40_journeys/{name}.sql"))
    for name in MARTS:
        engine.create_table(TableName("marts", name), sql_text(f"50_marts/{name}.sql"))
    return {
        name: engine.read(f"select * from marts.{name}").to_pylist()  # noqa: S608 (our own names)
        for name in MARTS
    }


def _fill(engine: DuckDBEngine, journeys: Sequence[Told]) -> None:
    names = sorted({one.journey for one in journeys})
    people = sorted({one.person for one in journeys})
    steps = [(key, one, n, step) for key, one in enumerate(journeys)
             for n, step in enumerate(one.steps, 1)]  # fmt: skip
    kinds = sorted({_kind(step) for *_, step in steps})
    touchpoints = sorted({kind[0] for kind in kinds})
    texts = dict.fromkeys(("touchpoint", "channel", "device", "department"), "string")
    put(engine, "config.journeys", {"journey": "string", "journey_no": "int64"},
        [{"journey": name, "journey_no": no} for no, name in enumerate(names)])  # fmt: skip
    put(engine, "config.stages", {"stage": "string", "stage_no": "int64", "question": "string"},
        [{"stage": stage, "stage_no": n, "question": "?"}
         for n, stage in enumerate(STAGES)])  # fmt: skip
    put(engine, "config.touchpoint_rules", {"touchpoint": "string", "stage": "string"},
        [{"touchpoint": name, "stage": stage} for name, stage in STAGE_OF.items()])  # fmt: skip
    put(engine, "journeys.kinds", {"kind_no": "int64", "touchpoint_no": "int64", **texts},
        [{"kind_no": no, "touchpoint_no": touchpoints.index(kind[0]),
          **{name: text or None for name, text in zip(texts, kind, strict=True)}}
         for no, kind in enumerate(kinds)])  # fmt: skip
    numbers = ("journey_key", "journey_no", "person_key", "step_no", "begins_step", "kind_no",
               "touchpoint_no", "occurred_us")  # fmt: skip
    put(engine, "journeys.placed_events", dict.fromkeys(numbers, "int64"),
        [{"journey_key": key, "journey_no": names.index(one.journey),
          "person_key": people.index(one.person), "step_no": n, "begins_step": 1,
          "kind_no": kinds.index(_kind(step)), "occurred_us": step.at_us,
          "touchpoint_no": touchpoints.index(step.touchpoint)}
         for key, one, n, step in steps])  # fmt: skip
    own = {"journey_key": "int64", "journey_no": "int64", "person_key": "int64"}
    put(engine, "journeys.journeys", {**own, "outcome": "string"},
        [{"journey_key": key, "journey_no": names.index(one.journey), "outcome": one.outcome,
          "person_key": people.index(one.person)} for key, one in enumerate(journeys)])  # fmt: skip
    put(engine, "journeys.handoffs",
        {**own, "kind": "string", "from_place": "string", "to_place": "string",
         "next_touchpoint_no": "int64", "wait_s": "float64"},
        [{"journey_key": key, "journey_no": names.index(one.journey),
          "person_key": people.index(one.person), "kind": kind, "from_place": a, "to_place": b,
          "next_touchpoint_no": touchpoints.index(after.touchpoint), "wait_s": wait}
         for key, one in enumerate(journeys)
         for kind, a, b, after, wait in handoffs_of(one)])  # fmt: skip
    put(engine, "marts.journeys", {"journey": "string", "outcome": "string"}, map(vars, journeys))


def _kind(step: Step) -> tuple[str, str, str, str]:
    return step.touchpoint, step.channel or "", step.device or "", step.department or ""


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
    rows = marts_of(engine, [told("1", "odd ad cart odd", "ended")])["stages"]
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


@settings(max_examples=40, deadline=None)
@given(JOURNEYS)
def test_the_tables_are_those_of_the_slow_twin_and_add_up(
    engine: DuckDBEngine, made: Sequence[Any]
) -> None:
    journeys = _told_all(made)
    tables = marts_of(engine, journeys)
    for row in tables["stages"]:
        del row["question"]
    twin = stage_tables(journeys, STAGE_OF, STAGES)
    for name in MARTS:
        assert comparable(tables[name]) == comparable(twin.get(name, [])), name
    assert engine.read(CHECK).to_pylist() == []

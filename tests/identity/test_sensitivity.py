"""The numbers under every policy are those of a build under that policy."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config.identity import POLICIES, Policy
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.makers import all_reads
from pipeline.models import load_models
from pipeline.sensitivity import tables_by_policy
from pipeline.sqlfiles import sql_root, sql_text
from tests.build_helpers import BUY, SOURCES, Row, loaded, rows_of, story
from tests.examples import examples
from tests.partly import build_for
from tests.reference.model import Event

CASES = """
[[journey]]
name = "case"
boundary = "case"
case = "ticket_id"
goal = ["buy"]
timeout = "1 hour"
"""
# A cookie before and after its login, a device of two people, an address that comes late.
STORY = """
    -    d1  10:00  visit  anonymous_id=1  channel=web
    -    d1  10:05  read   anonymous_id=1  channel=app
    ana  d1  10:10  login  anonymous_id=1  channel=web
    -    d1  10:20  buy    anonymous_id=1  channel=web
    bea  d2  09:00  visit  device_id=t  channel=web  ticket_id=7
    -    d2  09:10  buy    device_id=t  channel=app
    eva  d2  09:20  visit  device_id=t  channel=web
    -    d2  09:30  read   device_id=t  channel=phone  ticket_id=7
    -    d3  12:00  visit  email=leo@x.es  channel=web
    leo  d3  12:10  read   channel=web
    leo  d3  12:20  read   email=leo@x.es  channel=web
    -    d3  12:30  buy    email=leo@x.es  channel=app
    leo  d5  12:00  visit  channel=web
    -    d5  12:10  buy    email=leo@x.es  channel=app
    -    d6  12:00  visit  channel=web
"""
SENSITIVITY = (
    "select * exclude (policy, is_chosen) from marts.identity_sensitivity "
    "where policy = ? order by journey"
)
HEADLINES = """
select
    count(distinct person_id) as people,
    count(*) as journeys,
    count(*) filter (where outcome = 'reached') as reached,
    count(*) filter (where outcome = 'ended') as ended,
    count(*) filter (where outcome = 'open') as open,
    (select coalesce(sum(handoffs), 0) from marts.handoffs where journey = ?) as handoffs
from marts.journeys where journey = ?
"""


TOTALS = "from marts.identity_policies order by policy"
MOVERS = "select * exclude (person_id) from marts.identity_movers"


def built_under(
    events: list[Event], policy: str, settings_text: str, *selects: str
) -> DuckDBEngine:
    """A warehouse of what the SELECTs read, of people as a policy has them."""
    identity = f'[identity]\npolicy = "{policy}"\n{settings_text}'
    engine = loaded(SOURCES + BUY + CASES + identity, events)
    build_for(engine, *selects)
    return engine


def compared(engine: DuckDBEngine, policy: str) -> list[Row]:
    rows: list[Row] = engine.read(SENSITIVITY, [policy]).to_pylist()
    return rows


@cache
def all_compared(chosen: str) -> dict[str, list[Row]]:
    """What is told of each policy where one was chosen and all were compared."""
    with built_under(story(STORY), chosen, "compare = true", SENSITIVITY) as engine:
        return {policy: compared(engine, policy) for policy in POLICIES}


def test_the_policies_are_those_of_the_configuration() -> None:
    assert get_args(Policy) == POLICIES


@pytest.mark.parametrize("policy", POLICIES)
def test_each_row_is_what_a_build_under_that_policy_says(policy: str) -> None:
    events = story(STORY)
    others = [name for name in POLICIES if name != policy]
    with built_under(events, policy, "compare = false", SENSITIVITY, HEADLINES) as alone:
        expected = compared(alone, policy)
        for row in expected:
            (counted,) = alone.read(HEADLINES, [row["journey"], row["journey"]]).to_pylist()
            assert {name: row[name] for name in counted} == counted
    for chosen in others[:2]:
        assert all_compared(chosen)[policy] == expected


def test_the_story_tells_the_policies_apart() -> None:
    found = all_compared("stitched")
    assert len({repr(rows) for rows in found.values()}) == len(POLICIES)


def test_hand_worked_numbers() -> None:
    told = """
        -    10:00  visit  anonymous_id=1
        ana  10:10  login  anonymous_id=1
        ana  10:20  buy
    """
    selects = (TOTALS, MOVERS, SENSITIVITY)
    with built_under(story(told), "stitched", "compare = true", *selects) as engine:
        totals = rows_of(engine, TOTALS)
        movers = rows_of(engine, MOVERS)
        reached = {policy: compared(engine, policy)[0]["reached"] for policy in POLICIES}
    # The visit is ana's only where a login tells of what was before it.
    assert reached == {"stitched": 1, "live": 0, "known_only": 0, "none": 0}
    assert [(row["policy"], row["people"], row["moved_events"]) for row in totals] == [
        ("known_only", 2, 1),
        ("live", 2, 1),
        ("none", 2, 1),
        ("stitched", 1, 0),
    ]
    assert {row["policy"] for row in movers} == {"live", "known_only", "none"}
    assert all((row["events"], row["people"], row["moved_events"]) == (3, 2, 1) for row in movers)


def test_a_comparison_leaves_the_chosen_people_alone() -> None:
    tables = ("identity.person_events", "journeys.journeys", "marts.people", "marts.handoffs")
    found = []
    for compare in ("true", "false"):
        selects = [f"from {name}" for name in (*tables, "marts.identity_policies")]
        with built_under(story(STORY), "stitched", f"compare = {compare}", *selects) as engine:
            found.append([sorted(map(repr, rows_of(engine, each))) for each in selects[:-1]])
    assert found[0] == found[1]


def test_without_comparison_there_is_the_chosen_policy_only() -> None:
    with built_under(story(STORY), "live", "compare = false", TOTALS, MOVERS) as engine:
        assert rows_of(engine, "select policy, is_chosen from marts.identity_policies") == [
            {"policy": "live", "is_chosen": True}
        ]
        assert rows_of(engine, "from marts.identity_movers") == []


def test_events_without_any_identifier_are_nobodys_under_every_policy() -> None:
    with built_under(story(STORY), "stitched", "compare = true", TOTALS) as engine:
        rows = rows_of(engine, "select distinct events from marts.identity_policies")
    assert rows == [{"events": STORY.strip().count("\n")}]


def test_what_no_policy_changes_is_not_made_again() -> None:
    again = {str(name) for name in tables_by_policy(all_reads(load_models(sql_root())))}
    assert {"identity.person_events", "journeys.journeys", "journeys.handoffs"} <= again
    assert not again & {"identity.identifiers", "identity.components", "journeys.steps"}
    assert not any(name.startswith(("staging.", "sessions.", "marts.")) for name in again)


Assignment = dict[int, tuple[int | None, int | None]]
SAME = TableName("chosen", "pairs")


def pairs(assignment: Assignment) -> list[Row]:
    """The pairs of people of two assignments of the same events, as the SQL finds them."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        for schema, place in (("chosen", 0), ("identity", 1)):
            known = {event: people[place] for event, people in assignment.items()}
            events = [event for event, person in known.items() if person is not None]
            columns = {"event_key": events, "person_key": [known[event] for event in events]}
            arrays = {name: pa.array(values, pa.int64()) for name, values in columns.items()}
            engine.put_table(TableName(schema, "person_events"), pa.table(arrays))
        engine.create_table(SAME, sql_text("sensitivity/pairs.sql"))
        return rows_of(engine, "from chosen.pairs")


def obvious_pairs(assignment: Assignment) -> list[Row]:
    """The same, counted one by one."""
    common: dict[tuple[Any, Any], int] = {}
    for pair in assignment.values():
        if pair != (None, None):
            common[pair] = common.get(pair, 0) + 1
    known = [pair for pair in common if None not in pair]
    first = {p: min((-common[q], q[1]) for q in known if q[0] == p)[1] for p, _ in known}
    back = {o: min((-common[q], q[0]) for q in known if q[1] == o)[1] for _, o in known}
    return [
        {
            "person_key": person,
            "other_key": other,
            "events": n,
            "is_same": None not in (person, other)
            and first[person] == other
            and back[other] == person,
        }
        for (person, other), n in common.items()
    ]


someone = st.one_of(st.none(), st.integers(1, 4))


@given(st.dictionaries(st.integers(1, 12), st.tuples(someone, someone), max_size=12))
@settings(max_examples=examples(25), deadline=None)
def test_two_people_are_the_same_when_each_is_the_others_nearest(assignment: Assignment) -> None:
    assert sorted(map(repr, pairs(assignment))) == sorted(map(repr, obvious_pairs(assignment)))

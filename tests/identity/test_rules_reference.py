"""Whatever happened, the SQL and the slow reference see the same people.

Several worlds are told in one warehouse. Their people have one value in common, which identifies
nobody: so it is tested, too, that worlds leave each other alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from tests.build_helpers import Row, instant_us, rows_of, shuffled, with_content
from tests.examples import examples
from tests.identity.rules import assigned
from tests.reference.model import Event, settings_of
from tests.reference.people import canonical, people_of

_SOURCE = """
[[source]]
name = "{name}"
kind = "{name}"
files = ["{name}.csv"]
columns = {{ event = "event", occurred_at = "at", user_id = "who" }}
"""
CONFIG = (
    _SOURCE.format(name="web")
    + _SOURCE.format(name="crm")
    + """
[[journey]]
name = "all"
boundary = "whole"
goal = ["buy"]
timeout = "1 day"
"""
)
WHO = (
    "select event_id, min(event_id) over (partition by person_key) as name "
    "from identity.person_events inner join identity.event_bundles using (event_key)"
)
TRUST = {"web": 4, "crm": 1}


def lives(worlds: int) -> st.SearchStrategy[list[list[Event]]]:
    """For each world some events of a few people."""
    return st.tuples(*(a_world(str(world)) for world in range(worlds))).map(list)


@st.composite
def a_world(draw: st.DrawFn, world: str) -> list[Event]:
    """Events of a few people who share a lot, on a grid of ten days, so that limits are met."""
    told = draw(st.lists(an_event(world), min_size=5, max_size=25))
    return [
        with_content(replace(event, event_id=f"{event.source}:{world}{n:02}"))
        for n, event in enumerate(told)
    ]


def an_event(world: str) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        event_id=st.just(""),
        source=st.sampled_from(["web", "web", "crm"]),
        event=st.sampled_from(["visit", "visit", "visit", "logout"]),
        occurred_us=st.integers(0, 9).map(lambda tens: instant_us(1 + 10 * tens)),
        identifiers=st.dictionaries(
            st.sampled_from(
                [
                    "user_id",
                    "customer_id",
                    "email",
                    "phone",
                    "anonymous_id",
                    "device_id",
                    "ticket_id",
                ]
            ),
            st.sampled_from([*(world + value for value in "1223"), "unknown"]),
            min_size=1,
            max_size=3,
        ),
        order_no=st.sampled_from([0, 1]),
    )


def partition(engine: DuckDBEngine) -> dict[str, str]:
    """The person of each event, named by the smallest event_id that is theirs."""
    rows = rows_of(engine, WHO)
    return {row["event_id"]: row["name"] for row in rows}


def built_partition(events: Sequence[Event], *, files: int = 1) -> dict[str, str]:
    with assigned(CONFIG, events, files=files, select=WHO) as engine:
        return partition(engine)


@settings(max_examples=examples(2), deadline=None)
@given(worlds=lives(10))
def test_the_people_are_those_of_the_reference(worlds: list[list[Event]]) -> None:
    expected: dict[str, str] = {}
    for events in worlds:
        expected |= people_of(canonical(events, settings_of(CONFIG)), TRUST)
    with assigned(CONFIG, chain(*worlds), select=WHO) as engine:
        assert partition(engine) == expected
        assert _with_two_values_of_a_unique_type(engine) == []


@settings(max_examples=examples(2), deadline=None)
@given(worlds=lives(3), seed=st.integers(0, 999), files=st.integers(1, 4))
def test_order_repeats_and_files_change_nobody(
    worlds: list[list[Event]], seed: int, files: int
) -> None:
    once = list(chain(*worlds))
    again = chain(*(events[:3] for events in worlds))
    told = shuffled([*once, *again], seed)
    assert built_partition(told, files=files) == built_partition(once)


def _with_two_values_of_a_unique_type(engine: DuckDBEngine) -> list[Row]:
    return rows_of(
        engine,
        "select components.component_no from identity.components as components "
        "inner join identity.identifiers as ids using (identifier_no) "
        "where ids.id_class = 'unique' group by all "
        "having count(*) > count(distinct (ids.id_type, ids.id_scope))",
    )

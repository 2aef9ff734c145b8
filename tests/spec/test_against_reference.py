"""Whatever happened, the SQL and the slow reference come to the same tables.

Three worlds of four people each are told at once: a build costs more than what it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from tests.build_helpers import (
    MARTS,
    SOURCES,
    built,
    comparable,
    differing_streams,
    instant_us,
    reference_names,
    shuffled,
    table,
    with_content,
)
from tests.examples import examples
from tests.reference.marts import marts
from tests.reference.model import Event, settings_of

JOURNEYS = (
    SOURCES
    + """
[report]
max_steps = 3
[handoffs]
logins = ["b"]
login_window = "20 minutes"
topic_window = "40 minutes"
[emotion]
answers = ["f"]
[[journey]]
name = "attempts"
start = ["a", "b"]
goal = ["d"]
ends = { given_up = ["e"], lost = ["f"] }
timeout = "1 hour"
[[journey]]
name = "attempts, every event a step"
start = ["a"]
goal = ["d"]
exclude = ["c", "f"]
timeout = "1 hour"
repeats = "keep"
[[journey]]
name = "tickets"
boundary = "case"
case = "ticket_id"
goal = ["d"]
exclude = ["b"]
timeout = "2 hours"
[[journey]]
name = "bursts"
boundary = "gap"
goal = ["d", "a"]
timeout = "30 minutes"
[[journey]]
name = "lives"
boundary = "whole"
goal = ["f"]
timeout = "2 hours"
repeats = "keep"
"""
)
RULES = """
[[stage]]
name = "before"
[[stage]]
name = "after"
[[touchpoint]]
name = "a"
stage = "after"
match = [{ event = "a", channel = "w?b" }, { event = "b*", source = "crm" }]
[[touchpoint]]
name = "b"
stage = "before"
moment = "FMOT"
channel = "store"
device = "in person"
department = "shops"
match = { event = "?", page = "/1??2" }
[[touchpoint]]
name = "c"
owner = "Ana"
reauthentication = true
match = { event = "[ab]", page = "/1%_*" }
[[touchpoint]]
name = "d"
match = { event = "d", campaign = "*" }
[[touchpoint]]
name = "e"
match = { event = "*e*" }
[[touchpoint]]
name = "f"
channel = "phone"
match = { event = "never" }
"""
TENTHS = (None, None, 0.1, 0.2, 0.7)


def _sometimes(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *values])


def deliveries() -> st.SearchStrategy[list[Event]]:
    """The events of three worlds, which share no person."""
    return st.tuples(*(a_world(world) for world in "123")).map(lambda told: [*chain(*told)])


@st.composite
def a_world(draw: st.DrawFn, world: str) -> list[Event]:
    """Some events of some people, a few of them delivered twice, perhaps with other content."""
    events = draw(st.lists(an_event(world), min_size=20, max_size=40))
    events = [replace(e, event_id=f"{e.source}:{world}{n:02}") for n, e in enumerate(events)]
    again = draw(st.lists(st.sampled_from(events), max_size=4))
    late = [replace(e, occurred_us=e.occurred_us + draw(st.sampled_from([0, 1]))) for e in again]
    return [with_content(event) for event in events + late]


def an_event(world: str) -> st.SearchStrategy[Event]:
    """An event on a grid of ten minutes, so that ties and gaps of exactly the limit are common."""
    return st.builds(
        Event,
        event_id=st.just(""),
        source=st.sampled_from(["web", "web", "crm"]),
        event=st.sampled_from(["a", "a", "b", "c", "d", "e", "f", "[ab]"]),
        occurred_us=st.integers(0, 60).map(lambda tens: instant_us(1, 0, 10 * tens)),
        identifiers=somebody(world),
        order_no=st.sampled_from([0, 0, 1]),
        direction=st.sampled_from(["customer", "customer", "company", "system"]),
        channel=_sometimes("web", "app", "wob"),
        device=_sometimes("mobile", "desktop"),
        department=_sometimes("sales", "care"),
        agent=_sometimes("Eva", "Leo"),
        campaign=_sometimes("spring"),
        page=_sometimes("/1%_2", "/1002"),
        topic=_sometimes("bill", "line"),
        persona=_sometimes("family", "shop"),
        value=st.sampled_from(TENTHS),
        emotion=st.sampled_from(TENTHS),
    )


@st.composite
def somebody(draw: st.DrawFn, world: str) -> dict[str, str]:
    """Identifiers of one of four people, now and then together with one of another."""
    one = draw(st.integers(0, 3))
    other = draw(st.sampled_from([one, one, one, one, (one + 1) % 4]))
    known = {
        "user_id": f"{world}{one}",
        "email": draw(st.sampled_from([f"P{world}{other}@x.es", f" p{world}{other}@X.es "])),
        "phone": draw(st.sampled_from([f"600 {world}{one}", f"(60)0-{world}{one}"])),
        "contact_id": f"{world}{one % 2}",  # one number means one person in each source
        "anonymous_id": f"{world}{one // 2}",
        "ticket_id": draw(st.sampled_from([f"{world}{one}a", f"{world}{one}b"])),
    }
    kinds = ["user_id", "email", "phone", "ticket_id"]
    rare = draw(st.sampled_from([[], [], [], ["contact_id"], ["anonymous_id"]]))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True))
    return {kind: known[kind] for kind in [*chosen, *rare]}


def _compare(config: str, events: Sequence[Event], as_of_us: int | None) -> None:
    expected = marts(events, settings_of(config, as_of_us=as_of_us))
    with built(config, events, as_of_us=as_of_us) as engine:
        names = reference_names(engine)
        for name in MARTS:
            rows = table(engine, f"marts.{name}")
            for row in rows:
                row.pop("session_id", None)
                row.pop("evidence", None)  # ids of journeys, in an order of their own
            assert comparable(rows, names) == comparable(expected[name]), name
        reconciliation = table(engine, "marts.reconciliation")
        assert all(row["ok"] for row in reconciliation)
        assert differing_streams(engine) == []


@settings(max_examples=examples(3), deadline=None)
@given(events=deliveries())
def test_without_rules_every_mart_equals_the_reference(events: list[Event]) -> None:
    _compare(JOURNEYS, events, as_of_us=None)


@settings(max_examples=examples(3), deadline=None)
@given(events=deliveries())
def test_with_rules_every_mart_equals_the_reference(events: list[Event]) -> None:
    _compare(JOURNEYS + RULES, events, as_of_us=None)


@settings(max_examples=examples(2), deadline=None)
@given(events=deliveries(), minutes=st.integers(10, 600))
def test_data_that_end_earlier_give_what_the_reference_gives(
    events: list[Event], minutes: int
) -> None:
    as_of_us = max(min(e.occurred_us for e in events), instant_us(1, 0, minutes))
    _compare(JOURNEYS, events, as_of_us=as_of_us)


@settings(max_examples=examples(2), deadline=None)
@given(events=deliveries(), seed=st.integers(0, 999), files=st.integers(1, 4))
def test_the_order_of_rows_and_their_split_into_files_change_nothing(
    events: list[Event], seed: int, files: int
) -> None:
    with (
        built(JOURNEYS, events) as one,
        built(JOURNEYS, shuffled(events, seed), files=files) as two,
    ):
        for name in ("identity.people", "identity.audit", *(f"marts.{mart}" for mart in MARTS)):
            assert _exact(one, name) == _exact(two, name), name


def _exact(engine: DuckDBEngine, name: str) -> list[str]:
    return sorted(map(repr, table(engine, name)))

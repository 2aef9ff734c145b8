"""Whatever the options and whatever happened, SQL and the slow reference see the same visits.

Only the models of the visits are made, from hand-made tables of the people and kinds they read.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.settings_tables import settings_tables
from pipeline.sqlfiles import sql_text
from pipeline.walks.tables import build_session_events
from tests.build_helpers import BUY, SOURCES, rows_of
from tests.examples import examples
from tests.reference.model import Event, Settings, settings_of
from tests.reference.visits import visits_of

MODELS = ("new_campaigns", "session_events", "sessions")
_IN_ORDER = "from sessions.session_events order by person_key, person_event_no"
MINUTE_US = 60_000_000
DAY_US = 1440 * MINUTE_US
# The evening of 28 March 2026; in the night that follows the clocks of Europe go forward.
START_US = 1_774_731_600_000_000
ZONES = ("UTC", "Europe/Madrid", "Europe/Athens")
WORDS = ("event", "direction", "campaign", "channel", "device")


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        yield engine


def _names() -> st.SearchStrategy[list[str]]:
    return st.sampled_from([[], ["login"], ["logout", "look"]])


@st.composite
def options(draw: st.DrawFn) -> str:
    """Tables [locale] and [sessions]: each option is often left as it is."""
    lines = [
        f'[locale]\ntimezone = "{draw(st.sampled_from(ZONES))}"',
        f'[sessions]\ngap = "{draw(st.sampled_from([20, 30, 180]))} minutes"',
        f'gap_ends = "{draw(st.sampled_from(["longer", "equal"]))}"',
        f"midnight = {draw(st.sampled_from(['false', 'true']))}",
        f"campaign = {draw(st.sampled_from(['false', 'true']))}",
        f"begins = {draw(_names())}",
        f"ends = {draw(_names())}",
    ]
    length = draw(st.sampled_from([None, 30, 60, 90]))
    return "\n".join(lines if length is None else [*lines, f'max_length = "{length} minutes"'])


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """Events of two people, often at one instant, often exactly a gap or a length apart."""
    an_event = st.builds(
        Event,
        event_id=st.just(""),
        source=st.sampled_from(["web", "web", "crm"]),
        event=st.sampled_from(["look", "read", "read", "login", "logout"]),
        occurred_us=st.builds(
            lambda day, tens, more: START_US + day * DAY_US + tens * 10 * MINUTE_US + more,
            st.integers(0, 1),
            st.integers(0, 20),
            st.sampled_from([0, 0, 0, 1, -1]),
        ),
        identifiers=st.sampled_from([{"user_id": str(who)} for who in range(2)]),
        order_no=st.sampled_from([0, 0, 1]),
        direction=st.sampled_from(["customer"] * 5 + ["company"]),
        campaign=st.sampled_from([None, None, "spring", "summer"]),
    )
    drawn = draw(st.lists(an_event, min_size=25, max_size=60))
    sources = ("web", "crm")
    numbered = [
        (e.occurred_us, sources.index(e.source), e.order_no, n) for n, e in enumerate(drawn)
    ]
    return [_named(drawn[place[3]], place[3]) for place in sorted(numbered)]


def _named(event: Event, number: int) -> Event:
    return Event(**{**vars(event), "event_id": f"{event.source}:{number:03}"})


def _fill(engine: DuckDBEngine, config: str, events: list[Event]) -> None:
    tables = settings_tables(
        Config.model_validate(tomllib.loads(config)),
        version="1",
        config_hash="c",
        input_hash="i",
    )
    for name in ("settings", "session_events"):
        engine.put_table(TableName("config", name), tables[TableName("config", name)])
    kinds = sorted({tuple(getattr(e, word) or "" for word in WORDS) for e in events})
    columns = {
        word: pa.array([kind[place] or None for kind in kinds], pa.string())
        for place, word in enumerate(WORDS)
    }
    numbers = pa.array(range(len(kinds)), pa.int32())
    engine.put_table(TableName("staging", "event_kinds"), pa.table({"kind_no": numbers} | columns))
    rows = [
        {
            "event_id": e.event_id,
            "person_event_no": number,
            "person_key": int(e.identifiers["user_id"]),
            "occurred_us": e.occurred_us,
            "source_no": ("web", "crm").index(e.source) + 1,
            "order_no": e.order_no,
            "kind_no": kinds.index(tuple(getattr(e, word) or "" for word in WORDS)),
        }
        for number, e in enumerate(events, start=1)
    ]
    engine.put_table(TableName("identity", "person_events"), pa.Table.from_pylist(rows))
    for model in MODELS:
        engine.create_table(TableName("sessions", model), sql_text(f"30_sessions/{model}.sql"))


def _visits_in(engine: DuckDBEngine) -> dict[str, list[list[str]]]:
    select = (
        "select person_key, list(event_id order by event_no) as events "
        "from sessions.session_events inner join identity.person_events "
        "using (person_key, person_event_no, occurred_us) group by person_key, visit_us, part_no "
        "order by person_key, min(occurred_us)"
    )
    found: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows_of(engine, select):
        found[str(row["person_key"])].append(row["events"])
    return found


@settings(max_examples=examples(40), deadline=None)
@given(chosen=options(), events=lives(), rows=st.sampled_from([1, 2, 7, 100]))
def test_visits_are_those_of_the_reference(
    engine: DuckDBEngine, chosen: str, events: list[Event], rows: int
) -> None:
    config = chosen + SOURCES + BUY
    expected = _expected(events, settings_of(config))
    _fill(engine, config, events)
    assert _visits_in(engine) == expected
    counted = rows_of(
        engine,
        "select person_key, events from sessions.sessions order by person_key, session_no",
    )
    assert [(str(row["person_key"]), row["events"]) for row in counted] == [
        (who, len(visit)) for who in sorted(expected) for visit in expected[who]
    ]
    assert rows_of(engine, sql_text("checks/sessions_end_at_the_gap.sql")) == []
    by_model = rows_of(engine, _IN_ORDER)
    build_session_events(engine, rows)
    assert rows_of(engine, _IN_ORDER) == by_model


@settings(max_examples=examples(40), deadline=None)
@given(events=lives(), lie_in_order=st.booleans(), rows=st.sampled_from([1, 2, 7, 100]))
def test_where_silence_alone_ends_visits_events_are_taken_as_they_lie(
    engine: DuckDBEngine,
    events: list[Event],
    lie_in_order: bool,  # noqa: FBT001 - drawn
    rows: int,
) -> None:
    lying = sorted(events, key=lambda e: e.identifiers["user_id"]) if lie_in_order else events
    _fill(engine, SOURCES + BUY, lying)
    select = sql_text("walks/visit_settings.sql")
    assert [row["ends_by_silence"] for row in rows_of(engine, select)] == [True]
    by_model = rows_of(engine, _IN_ORDER)
    build_session_events(engine, rows)
    assert rows_of(engine, _IN_ORDER) == by_model


def _expected(events: list[Event], chosen: Settings) -> dict[str, list[list[str]]]:
    people = {event.event_id: event.identifiers["user_id"] for event in events}
    return {
        who: [[event.event_id for event in visit] for visit in visits]
        for who, visits in visits_of(events, people, chosen).items()
    }

"""A batch makes the rows of those whom it touches, and they are what a whole build makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.batches import parts
from pipeline.batches.formers import COMPARED, GROWING, NUMBERED
from pipeline.batches.moving import MOVING
from pipeline.batches.parts import FOUND_BY, LOOKED_AT, Batch
from pipeline.build import build_batch, build_order, build_tables, read_models
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.models import Model
from tests.batches.comparing import differences
from tests.build_helpers import KEY, SOURCES, Row, deliver, loaded, rows_of, story, table

CONFIG = (
    SOURCES
    + """
[[journey]]
name = "buy"
boundary = "gap"
goal = ["buy"]
timeout = "6 hours"
[[journey]]
name = "ticket"
boundary = "case"
case = "ticket_id"
goal = ["solved"]
timeout = "6 hours"
[[plan]]
name = "as promised"
journey = "buy"
steps = ["visit", { touchpoint = "buy", channels = ["web"] }]
"""
)
FORMER = story(
    """
    ana 10:00 visit id=a1
    ana 10:50 visit id=a2
    ben 10:00 visit id=b1
    -   10:10 visit id=b2 email=ben@x.es
    eva 10:00 visit id=e1
    eva 10:05 visit id=e2
    ida 10:00 open  id=i1 ticket_id=7
    joe 10:20 reply id=j1 ticket_id=7
    joe 11:00 visit id=j2
    kim 06:00 buy   id=k1
    lou 06:00 buy   id=l1
    max 06:00 buy   id=m1
    noa 06:00 buy   id=n1
    ole 06:00 buy   id=o1
    pia 10:00 buy   id=p1
    pia 13:00 buy   id=p2 channel=store
    """
)
# Late for Ana, one address for Ben, a case of two from its start, the data end two hours later;
# and Bea, whom nobody knew.
LATER = story(
    """
    ana 10:25 visit id=a3
    ben 10:30 visit id=b3 email=ben@x.es
    ida 09:00 call  id=i2 ticket_id=7
    pia 16:06 buy   id=p3
    bea 12:00 visit id=c1
    """
)
MOVES = "select to_value from marts.moves order by from_value"
VISITS = """
    select exit, events from marts.sessions
    where person_id = (
        select person_id from identity.persons inner join identity.person_events using (person_key)
        inner join identity.event_bundles using (event_key) where event_id = $event
    )
    order by started_at
"""


@pytest.fixture(scope="module")
def built() -> Iterator[tuple[Batch, DuckDBEngine, DuckDBEngine]]:
    """What a batch came to, and what a whole build of the same did."""
    with loaded(CONFIG, FORMER) as ours, loaded(CONFIG, FORMER) as theirs:
        build_tables(ours, key=KEY)
        for engine in (ours, theirs):
            deliver(engine, LATER, first_file=2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parts, "MOST_OF_ALL", 0.8)
            batch = build_batch(ours, key=KEY)
        build_tables(theirs, key=KEY)
        yield batch, ours, theirs


Built = tuple[Batch, DuckDBEngine, DuckDBEngine]


def test_every_table_is_what_a_whole_build_makes(built: Built) -> None:
    assert [*differences(*built[1:])] == []


def test_only_those_are_touched_of_whom_something_is_new(built: Built) -> None:
    batch = built[0]
    # Ana, Ben and who his address was, Ida with Joe, Pia, Bea, and Eva of whom something was open.
    assert str(batch) == "for 8 of 12 people"


def test_events_that_were_there_are_not_read_again_unless_one_comes_again(built: Built) -> None:
    assert built[0].arrivals.adds_only
    again, new = story("ana 10:00 visit id=a1\nana 10:25 visit id=a3")
    with loaded(CONFIG, FORMER) as ours, loaded(CONFIG, FORMER) as theirs:
        build_tables(ours, key=KEY)
        for engine in (ours, theirs):
            deliver(engine, [replace(again, occurred_us=again.occurred_us - 1), new], first_file=2)
        batch = build_batch(ours, key=KEY)
        assert not batch.arrivals.adds_only
        assert batch.joining.reason == "events of the build before may not be the same"
        build_tables(theirs, key=KEY)
        assert [*differences(ours, theirs)] == []


def test_where_the_map_stays_as_it_is_moves_are_added_and_nothing_is_made_whole() -> None:
    later = story("ana 10:25 visit id=a3\npia 13:10 buy id=p4 channel=web")
    with loaded(CONFIG, FORMER) as ours, loaded(CONFIG, FORMER) as theirs:
        build_tables(ours, key=KEY)
        for engine in (ours, theirs):
            deliver(engine, later, first_file=2)
        assert not build_batch(ours, key=KEY).has_made_whole({*LOCAL, *SUMS, *MOVING})
        build_tables(theirs, key=KEY)
        assert [*differences(ours, theirs)] == []
        assert [row["to_value"] for row in rows_of(ours, MOVES)] == ["web", "(reached)"]


def test_where_a_quantile_is_lost_the_table_is_made_of_all(built: Built) -> None:
    with loaded(CONFIG, FORMER) as ours, pytest.MonkeyPatch.context() as patch:
        build_tables(ours, key=KEY)
        deliver(ours, LATER, first_file=2)
        patch.setattr(parts, "MOST_OF_ALL", 0.8)
        lost = {name: replace(one, move=lambda *_: False) for name, one in MOVING.items()}
        patch.setattr(parts, "MOVING", lost)
        batch = build_batch(ours, key=KEY)
        assert all(batch.has_made_whole([name]) for name in MOVING)
        assert [*differences(ours, built[2])] == []


def test_a_late_event_joins_two_visits(built: Built) -> None:
    found = built[1].read(VISITS, {"event": "web:a1"}).to_pylist()
    assert found == [{"exit": "visit", "events": 3}]


def test_two_people_become_one_and_the_change_is_on_record(built: Built) -> None:
    ours = built[1]
    assert ours.read(VISITS, {"event": "web:b2"}).to_pylist() == [{"exit": "visit", "events": 3}]
    assert [row["kind"] for row in table(ours, "identity.changes")] == ["merged"]


def test_a_case_goes_over_to_whom_it_began_with(built: Built) -> None:
    steps = rows_of(
        built[1],
        "select touchpoint from marts.steps where journey = 'ticket' order by step_no",
    )
    assert [row["touchpoint"] for row in steps] == ["call", "open", "reply"]


def test_a_journey_that_was_open_ends_when_the_data_go_on(built: Built) -> None:
    outcomes = rows_of(
        built[1],
        "select outcome from marts.journeys inner join marts.steps using (journey_id) "
        "where event_id = 'web:e1'",
    )
    assert outcomes == [{"outcome": "ended"}]


def test_nothing_of_the_build_before_is_left(built: Built) -> None:
    names = rows_of(
        built[1],
        "select table_name from information_schema.tables where table_schema = 'batch' "
        "or (table_name like 'former_%' and table_name <> 'former_people')",
    )
    kept = [row["table_name"] for row in names]
    assert sorted(kept) == ["former_bundles", "former_event_kinds", "former_identifiers"]
    assert all(
        built[1].count(TableName.parse(f"{schema}.{name}")) == 0
        for name in kept
        for schema in [{"former_event_kinds": "staging"}.get(name, "identity")]
    )


def test_identifiers_without_room_between_them_are_numbered_anew(built: Built) -> None:
    theirs = built[2]
    with loaded(CONFIG, FORMER) as ours:
        build_tables(ours, key=KEY)
        ours.execute(
            "update identity.identifiers set identifier_no = ranked.place from ("
            "select identifier_no, row_number() over (order by identifier_no) as place "
            "from identity.identifiers) as ranked "
            "where ranked.identifier_no = identifiers.identifier_no"
        )
        deliver(ours, LATER, first_file=2)
        batch = build_batch(ours, key=KEY)
        assert batch.reason == "it touches too many people"
        assert batch.joining.reason == "identifiers were numbered anew"
        assert [*differences(ours, theirs)] == []


LOCAL = {name: model for name, model in read_models().items() if model.is_local}
SUMS = {name: model for name, model in read_models().items() if model.adds}


@pytest.mark.parametrize("name", LOCAL | SUMS, ids=str)
def test_what_a_local_table_reads_is_looked_at_for_changes(name: TableName) -> None:
    reads = {read for read in read_models()[name].reads if read.schema != "config"}
    assert reads <= LOCAL.keys() | FOUND_BY | LOOKED_AT.keys()
    views = {read for read in reads & read_models().keys() if read_models()[read].is_view}
    assert views <= LOCAL.keys()


@pytest.mark.parametrize("name", SUMS, ids=str)
def test_of_what_sums_are_made_it_is_known_what_it_was(name: TableName) -> None:
    reads = {read for read in SUMS[name].reads if read.schema != "config"}
    assert reads <= LOCAL.keys() | (set(NUMBERED) | set(COMPARED)) - set(GROWING)
    assert not LOCAL.keys() & SUMS.keys()


def test_a_local_table_of_two_halves_of_the_people_is_that_of_all(built: Built) -> None:
    theirs = built[2]
    halves: dict[TableName, Counter[str]] = {name: Counter() for name in LOCAL | SUMS}
    # Those who share the case are in one half.
    for half in ("person_key in (select person_key from half)", "person_key not in (from half)"):
        for name, rows in _of(theirs, half).items():
            halves[name] += Counter(map(repr, rows)) if name in LOCAL else _sums(SUMS[name], rows)
    for name in LOCAL:
        assert halves[name] == Counter(map(repr, table(theirs, str(name)))), name
    for name, model in SUMS.items():
        assert halves[name] == _sums(model, table(theirs, str(name))), name


def _sums(model: Model, rows: list[Row]) -> Counter[str]:
    """How much there is of each sum, by the group and the name of the sum."""
    found: Counter[str] = Counter()
    for row in rows:
        assert row[model.adds[0]] > 0
        group = {column: value for column, value in row.items() if column not in model.adds}
        for column in model.adds:
            found[repr((group, column))] += row[column]
    return found


def _of(engine: DuckDBEngine, half: str) -> dict[TableName, list[Row]]:
    """The local tables and sums made of some people's events only."""
    engine.execute(
        "create or replace temp table half as select person_key from identity.person_events "
        "inner join identity.event_bundles using (event_key) "
        "where event_id in ('web:a1', 'web:i1', 'web:j1', 'web:k1')"
    )
    roots = {TableName("identity", "person_events"), TableName("identity", "persons")}
    made = LOCAL | SUMS
    shown = {read for model in made.values() for read in model.reads} - LOCAL.keys() - roots
    order = [name for name in build_order(read_models()) if name in made]
    with engine.aside({name: name for name in shown}):
        for root in roots:
            engine.create_schema(root.schema)
            engine.execute(f"create table {root} as from memory.{root} where {half}")
        for name in order:
            engine.create_table(name, made[name].select)
        return {name: rows_of(engine, f"from {name}") for name in order}


def test_schemas_aside_are_there_before_two_tables_are_made_at_a_time() -> None:
    # Of two threads that both make a schema in one database one fails.
    models = read_models()
    schemas = {name.schema for name in models}
    with loaded(CONFIG, FORMER) as engine:
        build_tables(engine, key=KEY)
        home = engine.scalar("select current_database()")
        with parts.begun(engine, models):
            rows = rows_of(engine, "select database_name, schema_name from duckdb_schemas()")
        asides = {row["database_name"] for row in rows} - {home, "system", "temp"}
        told = {(row["database_name"], row["schema_name"]) for row in rows}
        assert len(asides) == 10
        assert {(aside, schema) for aside in asides for schema in schemas} <= told

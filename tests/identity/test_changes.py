"""What a build changed about who is who is on record, and nothing else is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.build import build_tables
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.changes import record_changes
from tests.build_helpers import BUY, KEY, SOURCES, Row, deliver, rows_of, story
from tests.examples import examples
from tests.identity.rules import OVERRIDES, assigned, override

LAYERS = ("staging", "identity")


def history(
    *days: str,
    overrides: Sequence[Sequence[Row]] = ((), (), ()),
) -> Iterator[tuple[DuckDBEngine, list[Row]]]:
    """Build after each day's events have come; the engine, and what that build changed."""
    first, *later = days
    with assigned(SOURCES + BUY, story(first), overrides=overrides[0]) as engine:
        known = 0
        schema = engine.read(f"from {OVERRIDES}").schema
        for number, day in enumerate([None, *later]):
            if day is not None:
                engine.execute("delete from raw.files")
                deliver(engine, story(day))
                said = pa.Table.from_pylist(list(overrides[number]), schema=schema)
                engine.put_table(OVERRIDES, said)
                for layer in LAYERS:
                    build_tables(engine, key=KEY, only=layer)
            changes = rows_of(engine, "from identity.changes order by change_no")
            yield engine, changes[known:]
            known = len(changes)


def told(changes: list[Row]) -> list[tuple[str, int, str]]:
    """The kinds, the number of identifiers that moved, and why."""
    return sorted((row["kind"], row["identifiers"], row["reason"]) for row in changes)


def person_of(engine: DuckDBEngine, value: str) -> str:
    """Whose an identifier is."""
    rows = rows_of(
        engine,
        "select id_value, persons.person_id from identity.assignments "
        "inner join identity.identifiers using (identifier_no) "
        "inner join identity.persons using (person_key)",
    )
    (row,) = (row for row in rows if row["id_value"] == value)
    person_id: str = row["person_id"]
    return person_id


def test_a_first_build_and_new_people_change_nothing() -> None:
    days = history("ana 10:00 a", "bea 11:00 b id=x2", "bea 12:00 c id=x3")
    assert [changes for _, changes in days] == [[], [], []]


def test_two_who_turn_out_to_be_one_are_merged_with_the_event_that_tells() -> None:
    first = "ana 10:00 a id=x1\n- 10:01 b id=x2 email=a@x.es\nzoe 10:02 c id=x3"
    days = history(first, "ana 11:00 d id=x4 email=a@x.es", "zoe 12:00 e id=x5")
    engine, changes = next(days)
    ana, mail = person_of(engine, "ana"), person_of(engine, "a@x.es")
    assert ana != mail
    _, changes = next(days)
    assert told(changes) == [("merged", 1, "seen together in one event")]
    (change,) = changes
    assert (change["from_person_id"], change["to_person_id"]) == (mail, ana)
    assert (change["event_id"], change["source"]) == ("web:x4", "web")
    assert change["built_at"].tzinfo is not None
    assert next(days)[1] == []


def test_a_visitor_who_logs_in_is_the_one_who_is_known() -> None:
    days = history("- 10:00 a id=x1 anonymous_id=1", "ana 10:01 b id=x2 anonymous_id=1")
    engine, _ = next(days)
    visitor = person_of(engine, "1")
    engine, changes = next(days)
    assert told(changes) == [("renamed", 1, "a device or record is known to be theirs")]
    assert changes[0]["from_person_id"] == visitor
    assert changes[0]["to_person_id"] == person_of(engine, "ana") == person_of(engine, "1")


def test_an_event_that_comes_late_renames_a_person() -> None:
    days = history("ana 10:00 a id=x1", "ana 09:00 b id=x2 customer_id=7", "ana 12:00 c id=x3")
    _, (_, changes), (_, none) = days
    assert told(changes) == [("renamed", 1, "another identifier is the first")]
    assert none == []


def test_an_override_that_parts_two_is_a_split_and_its_end_a_merger() -> None:
    apart = [override("cannot", "user_id=ana", "email=a@x.es")]
    days = history(
        "ana 10:00 a id=x1\nana 10:01 b id=x2 email=a@x.es\n- 10:02 e id=x5 email=a@x.es",
        "ana 11:00 c id=x3",
        "ana 12:00 d id=x4",
        overrides=[(), apart, ()],
    )
    (engine, _), (_, split), (_, merged) = days
    del engine
    assert told(split) == [("split", 1, "cannot be linked")]
    assert split[0]["event_id"] == "web:x2"
    assert told(merged) == [("merged", 1, "seen together in one event")]
    ends = ("from_person_id", "to_person_id")
    assert [split[0][end] for end in ends] == [merged[0][end] for end in reversed(ends)]
    assert [row["change_no"] for row in [*split, *merged]] == [1, 2]


def test_an_override_that_joins_two_says_so() -> None:
    joined = [
        override("must", "user_id=ana", "user_id=ana")
        | {"right_type": "phone", "right_value": "600"}
    ]
    days = history(
        "ana 10:00 a id=x1\n- 10:01 b id=x2 phone=600", "ana 11:00 c id=x3", overrides=[(), joined]
    )
    _, (_, changes) = days
    assert told(changes) == [("merged", 1, "an override says so")]


IDS = "abcdefg"
Assignment = dict[str, str]
assignments = st.dictionaries(st.sampled_from(IDS), st.sampled_from("PQRST"))


@pytest.fixture(scope="module")
def bare() -> Iterator[DuckDBEngine]:
    """An engine with the tables that changes are read from; nothing is linked."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        engine.execute("create schema identity")
        engine.execute(
            "create table identity.links (left_no bigint, right_no bigint, first_us bigint, "
            "is_must boolean, is_merge boolean, evidence_event_id text, evidence_source text)"
        )
        engine.execute(
            "create table identity.refusals (left_no bigint, right_no bigint, rule text)"
        )
        engine.execute(
            "create table identity.identifiers as select unnest(range(1, 8)) as identifier_no, "
            "'shared' as id_class"
        )
        engine.execute(
            "create table identity.pseudonyms as select identifier_no, "
            "substr('abcdefg', identifier_no, 1) as id_hash, "
            "substr('PQRSTUV', identifier_no, 1) as person_id from identity.identifiers"
        )
        yield engine


def recorded(engine: DuckDBEngine, former: Assignment, present: Assignment) -> list[Row]:
    """The identifiers that moved, each with its change."""
    numbers = [IDS.index(name) + 1 for name in present]
    keys = ["PQRSTUV".index(person) + 1 for person in present.values()]
    whole = {
        "identifier_no": pa.array(numbers, pa.int64()),
        "person_key": pa.array(keys, pa.int64()),
    }
    texts = {
        "id_hash": pa.array(list(former), pa.string()),
        "person_id": pa.array(list(former.values()), pa.string()),
    }
    for table, columns in (("assignments", whole), ("former_people", texts)):
        engine.execute(f"drop table if exists identity.{table}")
        engine.connection.from_arrow(pa.table(columns)).create(f"identity.{table}")
    for table in ("changes", "changed_identifiers"):
        engine.execute(f"drop table if exists identity.{table}")
    record_changes(engine)
    return rows_of(
        engine,
        "from identity.changes inner join identity.changed_identifiers using (change_no)",
    )


@settings(max_examples=examples(20), deadline=None)
@given(former=assignments, present=assignments)
def test_the_changes_applied_to_the_former_assignment_give_the_present_one(
    bare: DuckDBEngine, former: Assignment, present: Assignment
) -> None:
    rows = recorded(bare, former, present)
    kept = former.keys() & present.keys()
    replayed = {name: former[name] for name in kept}
    for row in rows:
        assert replayed[row["id_hash"]] == row["from_person_id"]
        replayed[row["id_hash"]] = row["to_person_id"]
    assert replayed == {name: present[name] for name in kept}
    assert len(rows) == sum(former[name] != present[name] for name in kept)


@settings(max_examples=examples(20), deadline=None)
@given(former=assignments, present=assignments)
def test_kinds_are_those_of_the_definition(
    bare: DuckDBEngine, former: Assignment, present: Assignment
) -> None:
    kept = former.keys() & present.keys()
    parts, wholes = defaultdict(set), defaultdict(set)
    for name in kept:
        parts[former[name]].add(present[name])
        wholes[present[name]].add(former[name])
    rows = recorded(bare, former, present)
    for row in rows:
        source, target = row["from_person_id"], row["to_person_id"]
        whole = "merged" if len(wholes[target]) > 1 else "renamed"
        assert row["kind"] == ("split" if len(parts[source]) > 1 else whole)
    moved = Counter(row["change_no"] for row in rows)
    assert all(row["identifiers"] == moved[row["change_no"]] for row in rows)
    assert sorted(moved) == list(range(1, len(moved) + 1))
    assert rows_of(bare, "from identity.former_people") == []

"""Tables that do not read each other are made at the same time; the rows are the same."""

from __future__ import annotations

import random
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.build import build_order, read_models
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.makers import all_reads, worker_of
from pipeline.models import in_order
from pipeline.schedule import make_all, short_turns
from tests.build_helpers import BUY, KEY, SOURCES, loaded, open_built, story

TOLD = story(
    """
    ana 10:00 visit anonymous_id=a1
    ana 10:05 buy   channel=store
    -   10:10 visit anonymous_id=a1 channel=web
    ben 11:00 visit channel=web emotion=-1
    ben 11:30 visit source=crm email=b@shop.example
    """
)


def table(number: int) -> TableName:
    return TableName("marts", f"t{number}")


@st.composite
def readings(draw: st.DrawFn) -> dict[TableName, frozenset[TableName]]:
    """Up to twelve tables, each of which reads some of those before it."""
    count = draw(st.integers(0, 12))
    return {
        table(n): frozenset(map(table, draw(st.sets(st.integers(0, n - 1))) if n else ()))
        for n in range(count)
    }


@given(reads=readings(), workers=st.integers(1, 4))
def test_each_table_is_made_once_and_after_what_it_reads(
    reads: dict[TableName, frozenset[TableName]], workers: int
) -> None:
    made: list[TableName] = []
    lock = threading.Lock()

    def make(name: TableName) -> None:
        with lock:
            assert reads[name] <= set(made)
            made.append(name)

    told: list[TableName] = []
    make_all(in_order(reads), reads, [make] * workers, told.append)
    assert sorted(made) == sorted(told) == sorted(reads)


def test_two_workers_make_two_tables_at_the_same_time() -> None:
    both_are_here = threading.Barrier(2, timeout=10)

    def make(_: TableName) -> None:
        both_are_here.wait()

    first, second = table(1), table(2)
    make_all([first, second], {first: (), second: ()}, [make, make])


@pytest.mark.parametrize("workers", [1, 2])
def test_after_a_failure_nothing_is_begun_and_the_failure_is_told(workers: int) -> None:
    made: list[TableName] = []

    def make(name: TableName) -> None:
        made.append(name)
        raise ValueError(str(name))

    order = [table(n) for n in range(3)]
    with pytest.raises(ValueError, match=r"marts\.t0"):
        make_all(order, {table(0): (), table(1): order[:1], table(2): order[1:2]}, [make] * workers)
    assert made == order[:1]


def test_a_connection_beside_sees_the_same_tables_and_zone(tmp_path: Path) -> None:
    name = TableName("marts", "people")
    with DuckDBEngine(tmp_path / "w.duckdb") as engine, engine.beside() as other:
        engine.create_schema("marts")
        other.create_table(name, "select timestamptz '2026-03-01 00:00:00+00' as told_at")
        assert engine.count(name) == 1
        assert other.scalar("select current_setting('TimeZone')") == "UTC"
        assert (
            other.scalar("select year(told_at) * 100 + month(told_at) from marts.people") == 202603
        )


def test_on_one_processor_ends_with_the_block_also_when_locked_down() -> None:
    with DuckDBEngine(":memory:", threads=2) as engine:
        engine.lock_down()
        with suppress(ValueError), engine.on_one_processor():
            assert engine.threads() == 1
            raise ValueError
        assert engine.threads() == 2


def test_short_turns_end_with_the_block() -> None:
    before = sys.getswitchinterval()
    with suppress(ValueError), short_turns():
        assert sys.getswitchinterval() < before / 10
        raise ValueError
    assert sys.getswitchinterval() == before


@pytest.fixture(scope="module")
def in_turn() -> dict[TableName, list[object]]:
    """Every table of a build that makes one at a time."""
    with open_built(SOURCES + BUY, TOLD, threads=1) as engine:
        return rows_of(engine)


def rows_of(engine: DuckDBEngine) -> dict[TableName, list[object]]:
    names = set(build_order(read_models())) - {TableName("marts", "run")}  # it tells the time
    return {
        name: sorted(engine.connection.execute(f"from {name}").fetchall(), key=repr)
        for name in names
    }


def test_two_at_a_time_make_the_same_rows(in_turn: dict[TableName, list[object]]) -> None:
    with open_built(SOURCES + BUY, TOLD, threads=2) as engine:
        assert rows_of(engine) == in_turn


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_ready_may_come_first(
    seed: int, in_turn: dict[TableName, list[object]]
) -> None:
    """What a table is said to read is all that it needs."""
    models = read_models()
    reads, waiting = all_reads(models), build_order(models)
    random.Random(seed).shuffle(waiting)  # noqa: S311
    with loaded(SOURCES + BUY, TOLD) as engine:
        make = worker_of(engine, models, KEY)
        while waiting:
            name = next(name for name in waiting if reads[name].isdisjoint(waiting))
            waiting.remove(name)
            make(name)
        assert rows_of(engine) == in_turn

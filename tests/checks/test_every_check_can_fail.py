"""A check that cannot fail promises nothing: each is broken here on purpose, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.models import load_checks, load_models
from pipeline.sqlfiles import sql_root
from tests.build_helpers import BUY, SOURCES, built, instant_us, rows_of, story
from tests.checks.broken_findings import FINDINGS
from tests.checks.broken_tables import TABLES

CHECKS = load_checks(sql_root())
MODELS = load_models(sql_root())
RECONCILIATION = MODELS[TableName("marts", "reconciliation")]
STORY = """
    ana  10:00  visit  channel=web    email=ana@x.es
    ana  10:10  read   channel=phone  anonymous_id=c1
    ana  10:20  buy    channel=web
    ana  12:00  visit  channel=app
    bea  10:00  visit  channel=web
    bea  10:05  read
    bea  10:06  visit
    eva  14:00  visit  channel=web
    eva  14:05  read
    leo  10:00  visit  channel=web
    leo  10:01  read
    leo  10:02  cancel  id=c
    leo  10:02  cancel  id=c
"""
ENDS = 'ends = { cancelled = ["cancel"] }\n'
FUNNEL = """
[[funnel]]
name = "sale"
journey = "buy"
steps = ["visit", "buy"]
"""
PLAN = """
[[plan]]
name = "straight on"
journey = "buy"
steps = ["visit", "buy"]
"""

# Which promise, what is done to it, and how.
SABOTAGE = [*TABLES, *FINDINGS]


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with built(SOURCES + BUY + ENDS + FUNNEL + PLAN, story(STORY)) as built_engine:
        yield built_engine


def test_every_check_is_broken_here_at_least_once() -> None:
    assert {name for name, _, _ in SABOTAGE} == set(CHECKS)


def test_a_sound_warehouse_keeps_every_promise(engine: DuckDBEngine) -> None:
    assert {name: rows_of(engine, check.select) for name, check in CHECKS.items()} == {
        name: [] for name in CHECKS
    }


@pytest.mark.parametrize(
    ("name", "statement"),
    [pytest.param(name, statement, id=f"{name}: {what}") for name, what, statement in SABOTAGE],
)
def test_a_broken_promise_shows(engine: DuckDBEngine, name: str, statement: str) -> None:
    engine.execute("begin")
    try:
        engine.execute(statement)
        assert rows_of(engine, CHECKS[name].select)
    finally:
        engine.execute("rollback")


def _unequal(engine: DuckDBEngine, statement: str) -> set[str]:
    """The sums of reconciliation that no longer agree after `statement`."""
    engine.execute("begin")
    try:
        engine.execute(statement)
        rows = rows_of(engine, RECONCILIATION.select)
    finally:
        engine.execute("rollback")
    return {row["check"] for row in rows if not row["ok"]}


@pytest.mark.parametrize("table", [str(name) for name in sorted(RECONCILIATION.reads)])
def test_a_table_that_loses_its_rows_is_missed_by_some_sum(
    engine: DuckDBEngine, table: str
) -> None:
    assert _unequal(engine, _losing_rows(table))


def test_every_sum_can_disagree(engine: DuckDBEngine) -> None:
    broken = [_unequal(engine, _losing_rows(str(name))) for name in RECONCILIATION.reads]
    sums = rows_of(engine, 'select "check" from marts.reconciliation')
    assert set().union(*broken) == {row["check"] for row in sums}


DELIVERED = "web: events counted, repeated and later = events delivered"


def test_an_event_that_is_lost_after_its_delivery_is_missed(engine: DuckDBEngine) -> None:
    events, kinds = (MODELS[TableName("staging", name)] for name in ("events", "event_kinds"))
    lost = f"""
        create or replace view {events.name} as
        from ({events.select}) where event_id <> 'web:005';
        create or replace table {kinds.name} as {kinds.select};
    """
    assert _unequal(engine, lost) == {DELIVERED}


def test_a_repeat_that_is_counted_again_is_missed(engine: DuckDBEngine) -> None:
    dropped = "update staging.dropped_deliveries set event_of_record = ''"
    lost = f"""
        {dropped};
        create or replace table staging.event_kinds as
        {MODELS[TableName("staging", "event_kinds")].select};
    """
    assert DELIVERED in _unequal(engine, lost)


def test_repeats_before_and_after_the_data_end_are_counted_once() -> None:
    deliveries = """
        ana  10:00  visit  id=a
        ana  10:00  visit  id=a
        ana  10:05  read   id=b
        ana  11:00  visit  id=a
        ana  12:00  read   id=c
        ana  12:00  read   id=c
    """
    end = instant_us(1, 11, 30)
    with built(SOURCES + BUY, story(deliveries), as_of_us=end) as engine:
        (row,) = (
            row for row in rows_of(engine, RECONCILIATION.select) if row["check"] == DELIVERED
        )
    # Two events, two repeats of one of them, and twice one that is later.
    assert (row["expected"], row["actual"], row["ok"]) == (6, 6, True)


def _losing_rows(table: str) -> str:
    if table == "raw.files":  # it counts rows of files, which are gone with the row that counts
        return "update raw.files set rows_kept = 0"
    model = MODELS.get(TableName.parse(table))
    if model is not None and model.is_view:
        return f"create or replace view {table} as from (\n{model.select}\n) where false"
    return f"delete from {table}"  # noqa: S608 - a name of a model

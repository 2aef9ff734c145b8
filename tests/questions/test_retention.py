"""Who comes again: cohorts by week and month of the project's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.sqlfiles import sql_root
from tests.build_helpers import BUY, SOURCES, instant_us
from tests.examples import examples
from tests.reference.retention import retention
from tests.spec.stories import ask

MADRID = '[locale]\ntimezone = "Europe/Madrid"\n' + SOURCES + BUY
COLUMNS = (
    "select cohort_date, period_no, people, active, is_complete from marts.retention "
    "where period = '{}' order by all"
)
# The stories begin on Monday, 2 March 2026; Madrid is an hour ahead.
STORY = """
    ana  d1 10:00   visit
    ana  d8 10:00   visit
    bea  d1 10:00   visit
    eva  d7 23:30   visit   -- already Monday, 9 March, in Madrid
    eva  d15 10:00  visit
    leo  d30 22:30  mail  direction=company   -- what we do makes nobody active
"""


def test_weeks_begin_on_monday_in_the_project_s_time_zone() -> None:
    assert ask(STORY, COLUMNS.format("week"), MADRID) == [
        (date(2026, 3, 2), 0, 2, 2, True),
        (date(2026, 3, 2), 1, 2, 1, True),
        (date(2026, 3, 2), 2, 2, 0, True),
        (date(2026, 3, 2), 3, 2, 0, True),
        (date(2026, 3, 9), 0, 1, 1, True),
        (date(2026, 3, 9), 1, 1, 1, True),
        (date(2026, 3, 9), 2, 1, 0, True),
    ]


def test_a_month_that_the_data_do_not_cover_is_not_complete() -> None:
    # 30 days after 2 March is 31 March, 22:30 UTC, which is April in Madrid: March is over.
    assert ask(STORY, COLUMNS.format("month"), MADRID) == [(date(2026, 3, 1), 0, 3, 3, True)]
    utc = SOURCES + BUY
    assert ask(STORY, COLUMNS.format("month"), utc) == [(date(2026, 3, 1), 0, 3, 3, False)]


@pytest.fixture(scope="module")
def by_hand() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that marts.retention reads, empty, and the functions of the warehouse."""
    with duckdb.connect() as db:
        db.execute("set timezone = 'UTC'")
        db.execute("create macro timestamp_micros(micros) as make_timestamptz(micros)")
        db.execute("create macro from_utc_timestamp(i, zone) as timezone(zone, i)")
        db.execute("create macro unix_micros(instant) as epoch_us(instant)")
        for schema in ("config", "sessions", "staging"):
            db.execute(f"create schema {schema}")
        db.execute("create table config.settings (timezone text)")
        db.execute("create table sessions.session_events (person_key text, occurred_us bigint)")
        db.execute(
            "create table sessions.sessions (person_key text, session_no bigint, "
            "started_us bigint, ended_at timestamptz)"
        )
        db.execute("create table staging.data_window (as_of_us bigint)")
        cohorts = (sql_root() / "30_sessions/cohorts.sql").read_text("utf-8")
        db.execute(f"create view sessions.cohorts as\n{cohorts}")
        yield db


ACTS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(instant_us(-60), instant_us(90))),
    min_size=1,
    max_size=12,
)


# A visit may take months where nothing ends it.
_SESSIONS = """
insert into sessions.sessions
select person_key, row_number() over (partition by person_key order by run), min(occurred_us),
    make_timestamptz(max(occurred_us))
from (
    select *, sum(begins) over (partition by person_key order by occurred_us) as run
    from (
        select *, case
            when occurred_us - lag(occurred_us) over (
                partition by person_key order by occurred_us
            ) <= ? then 0 else 1
        end as begins
        from (select distinct * from sessions.session_events)
    )
)
group by person_key, run
"""


@settings(max_examples=examples(20), deadline=None)
@given(
    acts=ACTS,
    zone=st.sampled_from(["UTC", "Europe/Madrid", "Asia/Kathmandu"]),
    gap_days=st.sampled_from([0, 20, 400]),
)
def test_cohorts_are_those_of_the_reference(
    by_hand: duckdb.DuckDBPyConnection, acts: list[tuple[str, int]], zone: str, gap_days: int
) -> None:
    as_of_us = max(us for _, us in acts)
    tables = ("config.settings", "staging.data_window")
    for table in (*tables, "sessions.session_events", "sessions.sessions"):
        by_hand.execute(f"delete from {table}")  # noqa: S608 - the names just above
    by_hand.execute("insert into config.settings values (?)", [zone])
    by_hand.executemany("insert into sessions.session_events values (?, ?)", acts)
    by_hand.execute(_SESSIONS, [gap_days * 86_400_000_000])
    by_hand.execute("insert into staging.data_window values (?)", [as_of_us])
    select = (sql_root() / "50_marts" / "retention.sql").read_text("utf-8")
    found = by_hand.sql(select).to_arrow_table().to_pylist()
    for period in ("week", "month"):
        rows = {
            (row["cohort_date"], row["period_no"]): (
                *(row["people"], row["active"]),
                row["is_complete"],
            )
            for row in found
            if row["period"] == period
        }
        assert rows == retention(acts, as_of_us, zone, period)


def test_a_question_shows_what_the_marts_hold(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.retention(sample_db, period="month")
    frame, matrix = found.frame(), found.matrix()
    first = frame[frame["period_no"] == 0]
    assert (first["rate"] == 1).all()
    acting = "select count(distinct person_key) from sessions.session_events"
    assert [(first["people"].sum(),)] == sample_db.sql(acting).fetchall()
    assert not frame["is_complete"].all()
    assert matrix.notna().sum().sum() == frame["is_complete"].sum()
    assert len(found.figure().data[0].z) == frame["is_complete"].sum()
    assert "Who comes again, by month" in found._repr_html_()


def test_other_periods_are_refused(sample_db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(JourneysError, match="month"):
        jp.retention(sample_db, period="monht")  # type: ignore[arg-type]

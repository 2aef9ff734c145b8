"""The stories planted in support and in identity, found again in the marts.

`data/sample/truth.json` was counted by the generator from what its people did, never by the
pipeline. Every number here is exact: the generator decides it, and keeps last contacts an hour
away from the instants that part lost from still open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.golden.conftest import SAMPLE
from tests.golden.reading import handoff, row_of

DAY_S = 86_400

if TYPE_CHECKING:
    import duckdb

    from tests.golden.reading import Truth


def test_customers_of_whatsapp_say_it_again_on_the_telephone(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    expected = truth["whatsapp_then_phone_repeats"]
    found = handoff(sample_db, "soporte", "channel", "whatsapp", "phone")
    assert found["handoffs"] == expected["whatsapp_to_phone"]["journeys"]
    assert found["repeated"] == found["handoffs"]
    assert found["people"] == expected["people"]
    assert found["reached"] == expected["whatsapp_to_phone"]["reached"]
    assert found["ended"] == expected["whatsapp_to_phone"]["ended"]
    assert found["open"] == expected["whatsapp_to_phone"]["open"]


def test_the_call_is_about_what_was_written_on_whatsapp(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    """The ticket is the same, so topic and person are: both touchpoints stand in one journey."""
    (journeys,) = row_of(
        sample_db,
        """
        select count(*) from (
            select journey_id
            from marts.steps
            where journey = 'soporte' and topic is not null
            group by journey_id
            having bool_or(touchpoint = 'Chat de WhatsApp')
            and bool_or(touchpoint = 'Llamada a soporte') and count(distinct topic) = 1
        )
        """,
    )
    assert journeys == truth["whatsapp_then_phone_repeats"]["whatsapp_to_phone"]["journeys"]


def test_a_long_wait_for_the_technician_spoils_the_rating(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    expected = truth["long_wait_spoils_rating"]
    rows = sample_db.execute(
        """
        with waits as (
            select
                person_id,
                epoch(max(occurred_at) filter (where touchpoint = 'Instalación'))
                - epoch(max(occurred_at) filter (where touchpoint = 'Contrato firmado')) as wait_s
            from marts.steps
            inner join marts.journeys using (journey_id)
            where steps.journey = 'alta'
            group by person_id
        ),
        ratings as (
            select journeys.person_id, steps.emotion
            from marts.steps
            inner join marts.journeys using (journey_id)
            where steps.journey = 'soporte' and steps.touchpoint = 'Valoración'
            and steps.topic = 'instalación'
        )
        select
            if(waits.wait_s >= $long_s, 'long_wait_', 'short_wait_')
            || if(ratings.emotion > 0, 'good', 'bad') as kind,
            count(*)
        from ratings
        inner join waits using (person_id)
        group by kind
        """,
        {"long_s": expected["long_wait_days"] * DAY_S},
    ).fetchall()
    numbers = {name: count for name, count in expected.items() if name != "long_wait_days"}
    assert dict(rows) == numbers


def test_cases_that_technicians_pass_to_billing_come_back(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    expected = truth["department_handoff_reopens"]
    found = handoff(sample_db, "soporte", "department", "Soporte técnico", "Facturación")
    assert found["handoffs"] == expected["technical_to_billing"]
    rows = sample_db.execute(
        """
        with departments as (
            select
                journey_id,
                department,
                lead(department) over (partition by journey_id order by step_no) as next_department
            from marts.steps
            where journey = 'soporte' and department is not null
        ),
        passed as (
            select distinct journey_id from departments
            where department = 'Soporte técnico' and next_department = 'Facturación'
        ),
        reopened as (
            select distinct journey_id from marts.steps
            where journey = 'soporte' and touchpoint = 'Caso reabierto'
        )
        select
            passed.journey_id is not null as was_passed,
            count(*),
            count(reopened.journey_id)
        from marts.journeys
        left join passed using (journey_id)
        left join reopened using (journey_id)
        where journeys.journey = 'soporte'
        group by was_passed
        order by was_passed
        """
    ).fetchall()
    assert rows == [
        (False, expected["other_tickets"], expected["other_tickets_reopened"]),
        (True, expected["technical_to_billing"], expected["technical_to_billing_reopened"]),
    ]


def test_nothing_of_the_sample_is_refused(sample_db: duckdb.DuckDBPyConnection) -> None:
    assert row_of(sample_db, "select count(*) from raw.rejects") == (0,)


def test_every_query_of_the_page_about_the_sample_runs(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    page = (SAMPLE / "README.md").read_text(encoding="utf-8")
    queries = re.findall(r"`(select .*?)`", page)
    assert len(queries) == 9
    for query in queries:
        assert sample_db.execute(query).fetchall(), query

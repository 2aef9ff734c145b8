"""The stories planted in how people become customers, found again in the marts.

`data/sample/truth.json` was counted by the generator from what its people did, never by the
pipeline. Every number here is exact: the generator decides it, and keeps last contacts an hour
away from the instants that part lost from still open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.golden.reading import handoff, row_of

if TYPE_CHECKING:
    import duckdb

    from tests.golden.reading import Truth


def test_the_newest_event_is_the_one_the_generator_put_last(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    last, as_of = row_of(
        sample_db,
        """
        select
            strftime(last_event_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ'),
            strftime(as_of_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')
        from marts.run
        """,
    )
    assert last == as_of == truth["newest_event_at"]


@pytest.mark.parametrize("journey", ["alta", "soporte"])
def test_every_journey_ends_as_its_person_ended_it(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth, journey: str
) -> None:
    rows = sample_db.execute(
        "select outcome, count(*) from marts.journeys where journey = $journey group by outcome",
        {"journey": journey},
    ).fetchall()
    expected = {name: n for name, n in truth[journey].items() if n and name != "journeys"}
    assert dict(rows) == expected
    assert sum(count for _, count in rows) == truth[journey]["journeys"]


def test_the_handoff_from_telephone_to_computer_is_counted_with_its_outcomes(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    expected = truth["mobile_to_desktop_loses_people"]["mobile_to_desktop"]
    found = handoff(sample_db, "alta", "device", "mobile", "desktop")
    assert found["handoffs"] == found["people"] == expected["journeys"]
    assert found["reached"] == expected["reached"]
    assert found["ended"] == expected["ended"]
    assert found["open"] == expected["open"]


def test_whoever_changes_to_the_computer_is_lost_at_checkout_and_others_are_not(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    rows = sample_db.execute(
        """
        with last_steps as (
            select
                journey_id,
                max_by(touchpoint, step_no) as touchpoint,
                max(occurred_at) as occurred_at
            from marts.steps
            where journey = 'alta'
            group by journey_id
        ),
        devices as (
            select
                journey_id,
                device,
                lead(device) over (partition by journey_id order by step_no) as next_device
            from marts.steps
            where journey = 'alta' and device is not null
        ),
        switching as (
            select distinct journey_id from devices
            where device = 'mobile' and next_device = 'desktop'
        ),
        at_checkout as (
            select distinct journey_id from marts.steps where touchpoint = 'Datos de contratación'
        )
        select
            switching.journey_id is not null as switches,
            count(at_checkout.journey_id) as came,
            count(*) filter (
                where last_steps.touchpoint = 'Datos de contratación'
                and journeys.outcome = 'ended'
            ) as lost
        from marts.journeys as journeys
        inner join last_steps using (journey_id)
        left join switching using (journey_id)
        left join at_checkout using (journey_id)
        where journeys.journey = 'alta'
        group by switches
        order by switches
        """
    ).fetchall()
    expected = truth["mobile_to_desktop_loses_people"]
    (_, stayed, stayed_lost), (_, switched, switched_lost) = rows
    assert stayed == expected["staying_at_checkout"]
    assert stayed_lost == expected["staying_lost_at_checkout"]
    assert switched_lost == expected["switching_lost_at_checkout"]
    assert switched_lost / switched > 4 * stayed_lost / stayed


def test_payments_fail_on_the_two_days_of_the_incident(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    expected = truth["payment_incident"]
    for day, numbers in expected["days"].items():
        came, lost = _payments(sample_db, first=day, last=day)
        assert (came, lost) == (numbers["at_payment"], numbers["lost_at_payment"])
        assert lost / came > 0.7
    came, lost = _payments(sample_db, first="2026-07-01", last="2026-09-28")
    others = [came, lost]
    for numbers in expected["days"].values():
        others[0] -= numbers["at_payment"]
        others[1] -= numbers["lost_at_payment"]
    assert others == [expected["other_days_at_payment"], expected["other_days_lost_at_payment"]]
    assert others[1] / others[0] < 0.1


def _payments(db: duckdb.DuckDBPyConnection, *, first: str, last: str) -> tuple[int, int]:
    """Journeys that came to the payment on a day, and those that ended there, summed over days."""
    came, lost = row_of(
        db,
        """
        with last_steps as (
            select
                journey_id,
                max_by(touchpoint, step_no) as touchpoint,
                max(occurred_at) as occurred_at
            from marts.steps
            where journey = 'alta'
            group by journey_id
        ),
        paid as (
            select distinct
                journey_id,
                cast(occurred_at at time zone 'Europe/Madrid' as date) as day
            from marts.steps
            where journey = 'alta' and touchpoint = 'Pago'
        ),
        lost as (
            select last_steps.journey_id
            from last_steps
            inner join marts.journeys using (journey_id)
            where last_steps.touchpoint = 'Pago' and journeys.outcome = 'ended'
            and cast(last_steps.occurred_at at time zone 'Europe/Madrid' as date)
                between cast($first as date) and cast($last as date)
        )
        select
            (select count(*) from paid
             where day between cast($first as date) and cast($last as date)),
            (select count(*) from lost)
        """,
        first=first,
        last=last,
    )
    return int(came), int(lost)


def test_the_older_persona_becomes_a_customer_in_the_shop(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    rows = sample_db.execute(
        """
        with shop as (
            select distinct journey_id from marts.steps
            where journey = 'alta' and touchpoint = 'Visita a tienda'
        )
        select
            if(people.persona = 'Tradicional 60+', 'Tradicional 60+', 'others') as persona,
            if(shop.journey_id is null, 'without_shop', 'with_shop') as shop,
            journeys.outcome,
            count(*)
        from marts.journeys
        inner join marts.people using (person_id)
        left join shop using (journey_id)
        where journeys.journey = 'alta' and people.persona is not null
        group by all
        """
    ).fetchall()
    expected = truth["persona_buys_in_the_shop"]
    for persona in ("Tradicional 60+", "others"):
        for shop in ("with_shop", "without_shop"):
            found = {row[2]: row[3] for row in rows if row[:2] == (persona, shop)}
            numbers = dict(expected[persona][shop])
            assert sum(found.values()) == numbers.pop("journeys")
            assert found == {name: count for name, count in numbers.items() if count}
    senior = expected["Tradicional 60+"]
    with_shop, without = senior["with_shop"], senior["without_shop"]
    assert with_shop["reached"] / with_shop["journeys"] > 3 * (
        without["reached"] / without["journeys"]
    )


def test_nobody_returns_from_the_flash_campaign(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    expected = truth["campaign_nobody_returns_from"]
    row = row_of(
        sample_db,
        """
        with came as (
            select distinct journey_id from marts.steps
            where journey = 'alta' and touchpoint = 'Campaña Flash'
        )
        select
            count(*),
            count(*) filter (where journeys.outcome = 'ended'),
            count(*) filter (where journeys.steps = 1),
            max(journeys.steps),
            max(people.sessions),
            max(people.journeys)
        from came
        inner join marts.journeys using (journey_id)
        inner join marts.people using (person_id)
        """,
    )
    came = expected["came"]
    assert row == (came["journeys"], came["ended"], expected["one_touchpoint"], 2, 1, 1)
    (at_risk,) = row_of(
        sample_db,
        """
        select at_risk from marts.drop_offs
        where journey = 'alta' and touchpoint = 'Campaña Flash'
        """,
    )
    assert at_risk == came["journeys"]


def test_every_planted_touchpoint_is_found(sample_db: duckdb.DuckDBPyConnection) -> None:
    rows = sample_db.execute("select touchpoint, events from marts.touchpoints").fetchall()
    assert len(rows) == 28
    assert all(events > 0 for _, events in rows)

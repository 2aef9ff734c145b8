-- What:  Pieces of routes: from which touchpoint, through which one, to which one journeys went.
-- Grain: one row per journey definition and three steps in a row
-- Key:   journey_no, from_no, middle_no, to_no
-- Reads: journeys.journeys, journeys.placed_events
-- Rule:  passages counts them all, journeys and people each once. entries counts people in another
--        way: each once for a way into the middle (from_no, middle_no), at the piece by which they
--        went on when they first took it; so nobody who goes in circles is counted for many. The
--        last step of a journey has nothing after it and is in no piece.
-- Order: first_us, to_no

with

placed as (
    select
        journey_key,
        journey_no,
        person_key,
        occurred_us,
        previous_touchpoint_no as from_no,
        touchpoint_no as middle_no,
        next_touchpoint_no as to_no
    from journeys.placed_events
    where begins_step = 1
),

in_journeys as (
    select
        journey_no,
        journey_key,
        person_key,
        from_no,
        middle_no,
        to_no,
        count(*) as passages,
        min(occurred_us) as first_us
    from placed
    where from_no is not null and to_no is not null
    group by journey_no, journey_key, person_key, from_no, middle_no, to_no
),

of_people as (
    select
        pieces.journey_no,
        pieces.person_key,
        pieces.from_no,
        pieces.middle_no,
        pieces.to_no,
        sum(pieces.passages) as passages,
        count(*) as journeys,
        sum(case when journeys.outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when journeys.outcome = 'open' then 1 else 0 end) as open,
        min(pieces.first_us) as first_us
    from in_journeys as pieces
    inner join journeys.journeys as journeys on pieces.journey_key = journeys.journey_key
    group by
        pieces.journey_no, pieces.person_key, pieces.from_no, pieces.middle_no, pieces.to_no
),

ranked as (
    select
        *,
        row_number() over (
            partition by journey_no, person_key, from_no, middle_no
            order by first_us, to_no
        ) as place
    from of_people
)

select
    journey_no,
    from_no,
    middle_no,
    to_no,
    cast(sum(passages) as bigint) as passages,
    cast(sum(journeys) as bigint) as journeys,
    cast(sum(reached) as bigint) as reached,
    cast(sum(open) as bigint) as open,
    count(*) as people,
    cast(sum(case when place = 1 then 1 else 0 end) as bigint) as entries
from ranked
group by journey_no, from_no, middle_no, to_no

-- What:  The stays of every journey, found in one pass over sorted rows.
-- Grain: one row per journey and stay
-- Key:   journey_key, step_no
-- Reads: journeys.map_places, journeys.placed_events
-- Rule:  as in the model of this name. Every step has a place, so a stay ends where the next one
--        begins, be it of another journey
-- Order: journey_key, step_no

with

placed as (
    select
        events.journey_key,
        events.journey_no,
        events.person_key,
        events.step_no,
        events.occurred_us,
        places.place_no
    from journeys.placed_events as events
    inner join journeys.map_places as places
        on
            events.journey_no = places.journey_no
            and events.touchpoint_no = places.touchpoint_no
    where events.begins_step = 1
    order by events.journey_key, events.step_no
),

spaced as (
    select
        *,
        row_number() over () as row_no,
        lag(journey_key) over () as former_key,
        lag(place_no) over () as former_place_no,
        lag(occurred_us) over () as former_us
    from placed
),

begun as (
    select *
    from spaced
    where former_key is null or former_key <> journey_key or former_place_no <> place_no
),

followed as (
    select
        *,
        lead(row_no) over () as later_row_no,
        lead(journey_key) over () as later_key,
        lead(place_no) over () as later_place_no,
        lead(occurred_us) over () as later_us,
        lead(former_us) over () as final_us
    from begun
),

whole as (
    select count(*) as steps
    from journeys.placed_events
    where begins_step = 1
)

select
    followed.journey_key,
    followed.step_no,
    followed.journey_no,
    followed.person_key,
    followed.place_no,
    coalesce(followed.later_row_no, whole.steps + 1) - followed.row_no as contacts,
    followed.occurred_us as first_us,
    case when followed.later_key = followed.journey_key then followed.final_us end as last_us,
    case when followed.later_key = followed.journey_key then followed.later_place_no end
        as next_place_no,
    case when followed.later_key = followed.journey_key then followed.later_us end as next_us
from followed
cross join whole

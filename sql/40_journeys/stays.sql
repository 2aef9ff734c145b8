-- What:  The stays of every journey: steps in a row in one column of the journey map.
-- Kind:  view
-- Grain: one row per journey and stay
-- Key:   journey_key, step_no
-- Reads: journeys.map_places, journeys.placed_events
-- Local: person_key
-- Rule:  step_no is that of its first step. to_next_us runs from its first step to that of the next
--        stay of the journey, gap_us from its last step on; both are empty where none follows.
-- Order: step_no

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
),

spaced as (
    select
        *,
        lag(place_no) over journey as previous_place_no,
        lag(occurred_us) over journey as previous_us,
        count(*) over (partition by journey_key) as steps
    from placed
    window journey as (partition by journey_key order by step_no)
),

begun as (
    select
        *,
        lead(place_no) over journey as next_place_no,
        lead(occurred_us) over journey as next_us,
        lead(previous_us) over journey as last_us,
        lead(step_no) over journey as next_step_no
    from spaced
    where previous_place_no is null or previous_place_no <> place_no
    window journey as (partition by journey_key order by step_no)
)

select
    journey_key,
    step_no,
    journey_no,
    person_key,
    place_no,
    coalesce(next_step_no, steps + 1) - step_no as contacts,
    next_place_no,
    next_us - occurred_us as to_next_us,
    next_us - last_us as gap_us
from begun

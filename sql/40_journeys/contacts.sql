-- What:  Where the customer was at each contact, once for each of the four kinds of handoff.
-- Kind:  view
-- Grain: one row per journey, kind and contact
-- Key:   journey_key, side_no, event_no
-- Reads: config.journeys, journeys.placed_events, journeys.places
-- Local: journey_key
-- Rule:  a contact is an event whose channel (device, department, agent) is known, and that is no
--        answer to a survey: answers are passed over. Events in a row at one touchpoint and one
--        value are one contact unless repeats are kept. next_event_no is told where the next
--        contact is elsewhere, which it seldom is. What else is to be known of a contact is said
--        by its event: few of them are ever asked.
-- Order: event_no

with

sided as (
    select
        events.journey_key,
        events.event_no,
        events.occurred_us,
        events.touchpoint_no,
        places.side_no,
        places.place_no,
        case when definitions.repeats = 'keep' then 1 else 0 end as keeps_repeats
    from journeys.placed_events as events
    inner join journeys.places as places on events.kind_no = places.kind_no
    inner join config.journeys as definitions on events.journey_no = definitions.journey_no
),

spaced as (
    select
        *,
        lag(touchpoint_no) over side as previous_touchpoint_no,
        lag(place_no) over side as previous_place_no
    from sided
    window side as (partition by journey_key, side_no order by event_no)
)

select
    journey_key,
    cast(side_no as integer) as side_no,
    cast(event_no as integer) as event_no,
    cast(place_no as integer) as place_no,
    cast(lead(place_no) over side as integer) as next_place_no,
    lead(occurred_us) over side - occurred_us as wait_us,
    cast(
        case when lead(place_no) over side <> place_no then lead(event_no) over side end as integer
    ) as next_event_no
from spaced
where
    keeps_repeats = 1
    or previous_place_no is null
    or previous_touchpoint_no <> touchpoint_no
    or previous_place_no <> place_no
window side as (partition by journey_key, side_no order by event_no)

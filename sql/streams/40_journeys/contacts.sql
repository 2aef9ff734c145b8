-- What:  Where the customer was at each contact, found in a pass over sorted rows.
-- Grain: one row per journey, kind and contact
-- Key:   journey_key, side_no, event_no
-- Reads: config.journeys, journeys.placed_events, journeys.places
-- Rule:  as in the model of this name. Side by side the events lie as they are stored, and rows in
--        order are sorted at little cost
-- Order: side_no, journey_key, event_no

with

sided as (
    select
        events.journey_key,
        events.event_no,
        events.occurred_us,
        cast(events.touchpoint_no as integer) as touchpoint_no,
        cast(places.side_no as tinyint) as side_no,
        cast(places.place_no as integer) as place_no,
        definitions.repeats = 'keep' as keeps_repeats
    from journeys.placed_events as events
    inner join journeys.places as places on events.kind_no = places.kind_no
    inner join config.journeys as definitions on events.journey_no = definitions.journey_no
    order by side_no, events.journey_key, events.event_no
),

spaced as (
    select
        *,
        lag(side_no) over () as former_side_no,
        lag(journey_key) over () as former_key,
        lag(touchpoint_no) over () as former_touchpoint_no,
        lag(place_no) over () as former_place_no
    from sided
),

begun as (
    select *
    from spaced
    where
        keeps_repeats
        or former_key is null
        or former_key <> journey_key
        or former_side_no <> side_no
        or former_touchpoint_no <> touchpoint_no
        or former_place_no <> place_no
),

followed as (
    select
        *,
        lead(side_no) over () as later_side_no,
        lead(journey_key) over () as later_key,
        lead(place_no) over () as later_place_no,
        lead(occurred_us) over () as later_us,
        lead(event_no) over () as later_event_no
    from begun
),

placed as (
    select
        *,
        later_key = journey_key and later_side_no = side_no as is_followed
    from followed
)

select
    journey_key,
    cast(side_no as integer) as side_no,
    event_no,
    cast(place_no as bigint) as place_no,
    cast(case when is_followed then later_place_no end as bigint) as next_place_no,
    case when is_followed then later_us - occurred_us end as wait_us,
    case when is_followed then later_event_no end as next_event_no
from placed

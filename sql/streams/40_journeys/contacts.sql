-- What:  Where the customer was at each contact, found in two passes over sorted rows.
-- Grain: one row per journey, kind and contact
-- Key:   journey_key, side_no, contact_no
-- Reads: config.journeys, journeys.placed_events, journeys.places
-- Rule:  as in the model of this name
-- Order: journey_key, side_no, event_no

with

sided as (
    select
        events.journey_key * 4 + places.side_no as line_key,
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
    order by line_key, events.event_no
),

spaced as (
    select
        *,
        lag(line_key) over () as former_key,
        lag(touchpoint_no) over () as former_touchpoint_no,
        lag(place_no) over () as former_place_no
    from sided
),

begun as (
    select *
    from spaced
    where
        keeps_repeats = 1
        or former_key is null
        or former_key <> line_key
        or former_touchpoint_no <> touchpoint_no
        or former_place_no <> place_no
),

followed as (
    select
        *,
        row_number() over () as row_no,
        lag(line_key) over () as begun_key,
        lead(line_key) over () as later_key,
        lead(place_no) over () as later_place_no,
        lead(occurred_us) over () as later_us,
        lead(event_no) over () as later_event_no
    from begun
)

select
    journey_key,
    side_no,
    row_no
    - max(case when begun_key is null or begun_key <> line_key then row_no end) over so_far
    + 1 as contact_no,
    event_no,
    occurred_us,
    place_no,
    case when later_key = line_key then later_place_no end as next_place_no,
    case when later_key = line_key then later_us end as next_us,
    case when later_key = line_key then later_event_no end as next_event_no
from followed
window so_far as (rows between unbounded preceding and current row) -- noqa: PRS

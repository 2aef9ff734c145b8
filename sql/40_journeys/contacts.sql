-- What:  Where the customer was at each contact, once for each of the four kinds of handoff.
-- Grain: one row per journey, kind and contact
-- Key:   journey_key, kind, contact_no
-- Reads: config.journeys, journeys.journey_events
-- Rule:  a contact is an event whose channel (device, department, agent) is known; events in a row
--        at one touchpoint and one value are one contact unless repeats are kept. It is a
--        repetition when the customer acts at a touchpoint, or on a topic, that came before.
-- Order: event_no

with known as (
    select
        events.*,
        definitions.repeats,
        row_number() over (
            partition by events.journey_key, events.touchpoint order by events.event_no
        ) as touchpoint_time,
        row_number() over (
            partition by events.journey_key, events.topic order by events.event_no
        ) as topic_time
    from journeys.journey_events as events
    inner join config.journeys as definitions on events.journey_no = definitions.journey_no
),

kinds as (
    select 'channel' as kind
    union all
    select 'device' as kind
    union all
    select 'department' as kind
    union all
    select 'agent' as kind
),

sided as (
    select
        known.*,
        kinds.kind,
        case
            when kinds.kind = 'channel' then known.channel
            when kinds.kind = 'device' then known.device
            when kinds.kind = 'department' then known.department
            else known.agent
        end as place
    from known
    cross join kinds
),

marked as (
    select
        *,
        case
            when repeats = 'keep' then 1
            when
                lag(touchpoint) over (partition by journey_key, kind order by event_no) = touchpoint
                and lag(place) over (partition by journey_key, kind order by event_no) = place
                then 0
            else 1
        end as begins_contact
    from sided
    where place is not null
)

select
    journey_key,
    kind,
    row_number() over (partition by journey_key, kind order by event_no) as contact_no,
    journey_no,
    person_key,
    event_id,
    event_no,
    occurred_us,
    place,
    touchpoint,
    case
        when direction <> 'customer' then 0
        when touchpoint_time > 1 then 1
        when topic is not null and topic_time > 1 then 1
        else 0
    end as is_repetition,
    lead(place) over (partition by journey_key, kind order by event_no) as next_place,
    lead(occurred_us) over (partition by journey_key, kind order by event_no) as next_us
from marked
where begins_contact = 1

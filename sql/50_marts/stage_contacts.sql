-- What:  What the contacts of each stage are: at which touchpoints, on which channels and devices.
-- Grain: one row per journey definition, stage, kind and value
-- Key:   journey, stage, kind, value
-- Reads: config.journeys, journeys.kinds, journeys.map_places, journeys.placed_events
-- Rule:  a contact is a step. Kinds are touchpoint, channel and device; (none) is a channel or
--        device that is not known, so that the shares of a kind add up to 1 in each stage. Stages
--        are the columns of marts.stages.

with

by_person as (
    select
        journey_no,
        kind_no,
        person_key,
        count(*) as contacts
    from journeys.placed_events
    where begins_step = 1
    group by journey_no, kind_no, person_key
),

words as (
    select
        kind_no,
        touchpoint_no,
        'touchpoint' as kind,
        touchpoint as value
    from journeys.kinds
    union all
    select
        kind_no,
        touchpoint_no,
        'channel' as kind,
        coalesce(channel, '(none)') as value
    from journeys.kinds
    union all
    select
        kind_no,
        touchpoint_no,
        'device' as kind,
        coalesce(device, '(none)') as value
    from journeys.kinds
),

counted as (
    select
        by_person.journey_no,
        places.place,
        words.kind,
        words.value,
        cast(sum(by_person.contacts) as bigint) as contacts,
        count(distinct by_person.person_key) as people
    from by_person
    inner join words on by_person.kind_no = words.kind_no
    inner join journeys.map_places as places
        on
            by_person.journey_no = places.journey_no
            and words.touchpoint_no = places.touchpoint_no
    group by by_person.journey_no, places.place, words.kind, words.value
)

select
    definitions.journey,
    counted.place as stage,
    counted.kind,
    counted.value,
    counted.contacts,
    counted.people,
    counted.contacts / cast(
        sum(counted.contacts) over (
            partition by counted.journey_no, counted.place, counted.kind
        ) as double
    ) as share
from counted
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no

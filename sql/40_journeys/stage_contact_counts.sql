-- What:  What the contacts of each persona are in each column of the journey map.
-- Grain: one row per journey definition, persona, column, kind and value
-- Key:   journey_no, persona_no, place_no, kind, value
-- Reads: journeys.kinds, journeys.map_places, journeys.personas, journeys.placed_events
-- Adds:  contacts, people
-- Rule:  a contact is a step. Kinds are touchpoint, channel and device; (none) is a channel or
--        device that is not known. persona_no 0 are customers without a persona.
-- Order: place_no, kind, value

with

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

-- What is counted, with a number: millions of contacts are counted by numbers, not by words.
things as (
    select
        places.journey_no,
        places.place_no,
        words.kind_no,
        words.kind,
        words.value,
        dense_rank() over (
            order by places.journey_no, places.place_no, words.kind, words.value
        ) as thing_no
    from words
    inner join journeys.map_places as places on words.touchpoint_no = places.touchpoint_no
),

counted as (
    select
        things.thing_no,
        coalesce(personas.persona_no, 0) as persona_no,
        count(*) as contacts,
        count(distinct steps.person_key) as people
    from journeys.placed_events as steps
    inner join things
        on steps.journey_no = things.journey_no and steps.kind_no = things.kind_no
    left join journeys.personas as personas on steps.person_key = personas.person_key
    where steps.begins_step = 1
    group by things.thing_no, coalesce(personas.persona_no, 0)
),

names as (
    select distinct
        thing_no,
        journey_no,
        place_no,
        kind,
        value
    from things
)

select
    names.journey_no,
    counted.persona_no,
    names.place_no,
    names.kind,
    names.value,
    counted.contacts,
    counted.people
from counted
inner join names on counted.thing_no = names.thing_no

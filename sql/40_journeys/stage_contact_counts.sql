-- What:  What the contacts of each persona are in each column of the journey map.
-- Grain: one row per journey definition, persona, column, kind and value
-- Key:   journey_no, persona_no, place_no, kind, value
-- Reads: journeys.kinds, journeys.map_places, journeys.personas, journeys.placed_events
-- Rule:  a contact is a step. Kinds are touchpoint, channel and device; (none) is a channel or
--        device that is not known. persona_no 0 are customers without a persona.

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
        coalesce(personas.persona_no, 0) as persona_no,
        places.place_no,
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
    left join journeys.personas as personas on by_person.person_key = personas.person_key
    group by
        by_person.journey_no,
        coalesce(personas.persona_no, 0),
        places.place_no,
        words.kind,
        words.value
)

select * from counted

-- What:  What the contacts of each persona are in each column of the journey map.
-- Grain: one row per journey definition, persona, column, kind and value
-- Key:   journey_no, persona_no, place_no, kind, value
-- Reads: journeys.kinds, journeys.map_places, journeys.personas, journeys.placed_events
-- Adds:  contacts, people
-- Rule:  a contact is a step. Kinds are touchpoint, channel and device; (none) is a channel or
--        device that is not known. persona_no 0 are customers without a persona. A look is a column
--        with a touchpoint, channel and device, of which there are some hundred: people are counted
--        once for each look, and once more only for values that several looks have.
-- Order: place_no, kind, value

with

placed as (
    select
        places.journey_no,
        places.place_no,
        kinds.kind_no,
        kinds.touchpoint,
        coalesce(kinds.channel, '(none)') as channel,
        coalesce(kinds.device, '(none)') as device
    from journeys.kinds as kinds
    inner join journeys.map_places as places on kinds.touchpoint_no = places.touchpoint_no
),

looks as (
    select
        *,
        dense_rank() over (order by journey_no, place_no, channel, device, touchpoint) as look_no
    from placed
),

values_of_looks as (
    select distinct
        look_no,
        journey_no,
        place_no,
        'touchpoint' as kind,
        touchpoint as value
    from looks
    union all
    select distinct
        look_no,
        journey_no,
        place_no,
        'channel' as kind,
        channel as value
    from looks
    union all
    select distinct
        look_no,
        journey_no,
        place_no,
        'device' as kind,
        device as value
    from looks
),

-- What is counted, with a number: millions of contacts are counted by numbers, not by words.
things as (
    select
        *,
        dense_rank() over (order by journey_no, place_no, kind, value) as thing_no,
        count(*) over (partition by journey_no, place_no, kind, value) as looks
    from values_of_looks
),

seen as (
    select
        looks.look_no,
        steps.person_key,
        count(*) as contacts
    from journeys.placed_events as steps
    inner join looks
        on steps.journey_no = looks.journey_no and steps.kind_no = looks.kind_no
    where steps.begins_step = 1
    group by looks.look_no, steps.person_key
),

people as (
    select
        seen.look_no,
        seen.person_key,
        seen.contacts,
        coalesce(personas.persona_no, 0) as persona_no
    from seen
    left join journeys.personas as personas on seen.person_key = personas.person_key
),

of_looks as (
    select
        look_no,
        persona_no,
        sum(contacts) as contacts,
        count(*) as people
    from people
    group by look_no, persona_no
),

-- Whoever met two looks of one value is one of its people all the same.
met as (
    select distinct
        things.thing_no,
        people.persona_no,
        people.person_key
    from people
    inner join things on people.look_no = things.look_no
    where things.looks > 1
),

of_several as (
    select
        thing_no,
        persona_no,
        count(*) as people
    from met
    group by thing_no, persona_no
),

counted as (
    select
        things.thing_no,
        of_looks.persona_no,
        min(things.journey_no) as journey_no,
        min(things.place_no) as place_no,
        min(things.kind) as kind,
        min(things.value) as value,
        cast(sum(of_looks.contacts) as bigint) as contacts,
        cast(sum(of_looks.people) as bigint) as people
    from of_looks
    inner join things on of_looks.look_no = things.look_no
    group by things.thing_no, of_looks.persona_no
)

select
    counted.journey_no,
    counted.persona_no,
    counted.place_no,
    counted.kind,
    counted.value,
    counted.contacts,
    coalesce(of_several.people, counted.people) as people
from counted
left join of_several
    on counted.thing_no = of_several.thing_no and counted.persona_no = of_several.persona_no

-- What:  How the journeys of each persona go on from each column of the journey map.
-- Grain: one row per journey definition, persona and column
-- Key:   journey_no, persona_no, place_no
-- Reads: journeys.journeys, journeys.personas, journeys.stays
-- Adds:  journeys, people, contacts, went_on, reached, other_ends, ended, open
-- Rule:  persona_no 0 are customers without a persona, so that each customer is in one row of a
--        column and the rows of all personas add up. The outcome of a journey stands at the column
--        of its last step, and at every other one that it touched it went on.

with

touched as (
    select
        journey_key,
        place_no,
        sum(contacts) as contacts,
        max(case when next_place_no is null then 1 else 0 end) as is_last
    from journeys.stays
    group by journey_key, place_no
),

fates as (
    select
        touched.place_no,
        touched.contacts,
        journeys.journey_no,
        journeys.person_key,
        coalesce(personas.persona_no, 0) as persona_no,
        case
            when touched.is_last = 0 then 'went_on'
            when journeys.outcome in ('reached', 'ended', 'open') then journeys.outcome
            else 'other_end'
        end as fate
    from touched
    inner join journeys.journeys as journeys on touched.journey_key = journeys.journey_key
    left join journeys.personas as personas on journeys.person_key = personas.person_key
)

select
    journey_no,
    persona_no,
    place_no,
    count(distinct person_key) as people,
    count(*) as journeys,
    cast(sum(contacts) as bigint) as contacts,
    cast(sum(case when fate = 'went_on' then 1 else 0 end) as bigint) as went_on,
    cast(sum(case when fate = 'reached' then 1 else 0 end) as bigint) as reached,
    cast(sum(case when fate = 'other_end' then 1 else 0 end) as bigint) as other_ends,
    cast(sum(case when fate = 'ended' then 1 else 0 end) as bigint) as ended,
    cast(sum(case when fate = 'open' then 1 else 0 end) as bigint) as open
from fates
group by journey_no, persona_no, place_no

-- What:  Journeys, as analysts read them.
-- Kind:  view
-- Grain: one row per journey
-- Key:   journey_id
-- Reads: identity.persons, journeys.journeys
-- Rule:  the duration runs to the goal or competing end where there is one, else to the last event;
--        the value is the amount on the event that decided; emotion is the mean of all ratings.
--        person_id is looked up, and costs nothing where it is not asked for

with

ids as (
    select
        person_key,
        min(person_id) as person_id
    from identity.persons
    group by person_key
)

select
    journeys.journey_id,
    journeys.journey,
    ids.person_id,
    journeys.started_at,
    journeys.ended_at,
    journeys.steps,
    journeys.outcome,
    journeys.duration_s,
    journeys.value,
    journeys.emotion
from journeys.journeys as journeys
left join ids on journeys.person_key = ids.person_key

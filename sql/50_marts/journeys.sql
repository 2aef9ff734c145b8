-- What:  Journeys, as analysts read them.
-- Grain: one row per journey
-- Key:   journey_id
-- Plain: journey_id, person_id
-- Reads: identity.persons, journeys.journeys
-- Local: person_id
-- Rule:  the duration runs to the goal or competing end where there is one, else to the last event;
--        the value is the amount on the event that decided; emotion is the mean of all ratings

select
    journeys.journey_id,
    journeys.journey,
    persons.person_id,
    journeys.started_at,
    journeys.ended_at,
    journeys.steps,
    journeys.outcome,
    journeys.duration_s,
    journeys.value,
    journeys.emotion
from journeys.journeys as journeys
inner join identity.persons as persons on journeys.person_key = persons.person_key

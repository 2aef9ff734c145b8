-- What:  The persona of the person of each journey, where there is one.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.journeys, journeys.personas

select
    journeys.journey_key,
    personas.persona_no
from journeys.journeys as journeys
inner join journeys.personas as personas on journeys.person_key = personas.person_key

-- What:  The persona of each person who has one.
-- Grain: one row per person
-- Key:   person_key
-- Reads: journeys.personas
-- Order: person_key

select
    person_key,
    persona_no
from journeys.personas
order by person_key

-- What:  The persona of each of a crowd.
-- Grain: one row per person who has one
-- Key:   person_key
-- Reads: journeys.personas
-- Rule:  a crowd is whoever has a key from $first_key on and below $end_key

select
    person_key,
    persona_no
from journeys.personas
where person_key >= $first_key and person_key < $end_key

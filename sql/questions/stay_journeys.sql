-- What:  Whose journeys those of a crowd are, and how they stand.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.journeys
-- Rule:  outcome_no is the place of the outcome in $outcomes, from 0 on. A crowd is whoever has a
--        key from $first_key on and below $end_key

select
    journey_key,
    person_key,
    cast(list_position($outcomes, outcome) - 1 as integer) as outcome_no
from journeys.journeys
where person_key >= $first_key and person_key < $end_key

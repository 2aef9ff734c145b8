-- What:  Whose journeys those of a crowd are, of what definition, and how they stand.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.journeys
-- Rule:  outcome_no is 0 for open, 1 for ended, 2 for reached, 3 for a competing end. A crowd is
--        whoever has a key from $first_key on and below $end_key

select
    journey_key,
    journey_no,
    person_key,
    cast(
        case outcome when 'open' then 0 when 'ended' then 1 when 'reached' then 2 else 3 end
        as integer
    ) as outcome_no
from journeys.journeys
where person_key >= $first_key and person_key < $end_key

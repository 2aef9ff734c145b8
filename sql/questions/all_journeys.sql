-- What:  Whose journeys they are, of what definition, and how they stand.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.journeys
-- Rule:  outcome_no is 0 for open, 1 for ended, 2 for reached, 3 for a competing end

select
    journey_key,
    journey_no,
    person_key,
    cast(
        case outcome when 'open' then 0 when 'ended' then 1 when 'reached' then 2 else 3 end
        as integer
    ) as outcome_no
from journeys.journeys

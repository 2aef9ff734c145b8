-- What:  The outcomes that journeys have.
-- Grain: one row per outcome
-- Key:   outcome
-- Reads: journeys.journeys
-- Order: outcome

select distinct outcome
from journeys.journeys
order by outcome

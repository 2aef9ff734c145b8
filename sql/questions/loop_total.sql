-- What:  How many journeys one definition has.
-- Grain: one row
-- Key:   none, one row
-- Reads: marts.routes
-- Rule:  every journey has one route

select cast(coalesce(sum(journeys), 0) as bigint) as journeys
from marts.routes
where journey = $journey

-- What:  How many journeys of one definition are open.
-- Grain: one row
-- Key:   none, one row
-- Reads: journeys.journeys

select count(*) as journeys
from journeys.journeys
where journey = $journey and outcome = 'open'

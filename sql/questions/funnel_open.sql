-- What:  The journeys and people of one definition that are still open.
-- Grain: one row per journey that is open
-- Key:   journey_key
-- Reads: journeys.journeys

select
    journey_key,
    person_key
from journeys.journeys
where journey = $journey and outcome = 'open'

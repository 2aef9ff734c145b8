-- What:  The journey definitions and their numbers.
-- Grain: one row per journey definition
-- Key:   journey_no
-- Reads: config.journeys
-- Order: journey_no

select
    journey_no,
    journey
from config.journeys
order by journey_no

-- What:  One journey definition: its number, and what it does with repeats.
-- Grain: one row per journey definition of this name
-- Key:   journey_no
-- Reads: config.journeys

select
    journey_no,
    repeats
from config.journeys
where journey = $journey

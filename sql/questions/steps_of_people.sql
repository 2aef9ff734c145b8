-- What:  How many steps there are of whom.
-- Grain: one row per journey
-- Key:   none, journeys are alike if they are one person's and as long
-- Reads: journeys.journeys

select
    person_key,
    steps
from journeys.journeys

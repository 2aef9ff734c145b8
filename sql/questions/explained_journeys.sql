-- What:  The journeys that met what was found, each from the step on at which it did.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.explained_journeys
-- Order: journey_key

select
    journey_key,
    step_no
from journeys.explained_journeys
order by journey_key

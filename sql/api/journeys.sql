-- What:  The names of the journey definitions.
-- Grain: one row per journey definition
select journey
from marts.journey_definitions
order by position

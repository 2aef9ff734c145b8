-- What:  The names of the journey definitions.
select journey
from marts.journey_definitions
order by position

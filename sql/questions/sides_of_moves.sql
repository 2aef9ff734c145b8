-- What:  The kinds of handoffs.
-- Grain: one row per kind
-- Key:   side_no
-- Reads: journeys.places
-- Order: side_no

select distinct side_no
from journeys.places
order by side_no

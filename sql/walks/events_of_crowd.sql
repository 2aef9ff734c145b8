-- What:  How many events there are in the journeys of a crowd.
-- Grain: one row
-- Key:   none, one row
-- Reads: journeys.placed_events
-- Rule:  a crowd is whoever has a key from $first_key on and below $end_key

select count(*) as events
from journeys.placed_events
where person_key >= $first_key and person_key < $end_key

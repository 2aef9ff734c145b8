-- What:  Whose each step of a crowd is, and of what kind its event is.
-- Grain: one row per journey and step
-- Key:   none of its columns
-- Reads: journeys.placed_events
-- Rule:  a crowd is whoever has a key from $first_key on and below $end_key

select
    cast(journey_no as integer) as journey_no,
    cast(person_key as integer) as person_key,
    cast(kind_no as integer) as kind_no
from journeys.placed_events
where begins_step = 1 and person_key >= $first_key and person_key < $end_key

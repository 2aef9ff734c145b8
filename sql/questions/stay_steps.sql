-- What:  The steps of the journeys of a crowd, in numbers: where each was and when.
-- Grain: one row per journey and step
-- Key:   journey_key, step_no
-- Reads: journeys.placed_events
-- Rule:  a crowd is whoever has a key from $first_key on and below $end_key

select
    journey_key,
    cast(step_no as integer) as step_no,
    cast(touchpoint_no as integer) as touchpoint_no,
    occurred_us
from journeys.placed_events
where begins_step = 1 and person_key >= $first_key and person_key < $end_key

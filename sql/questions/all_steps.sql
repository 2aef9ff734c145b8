-- What:  The steps of the journeys of a crowd, in small numbers.
-- Grain: one row per step
-- Key:   journey_key, step_no
-- Reads: journeys.placed_events
-- Rule:  is_repeated tells that the touchpoint came again at once. In no order, because there may
--        be millions and they mostly lie as they are needed. A crowd is whoever has a key from
--        $first_key on and below $end_key

select
    journey_key,
    cast(step_no as integer) as step_no,
    cast(kind_no as integer) as kind_no,
    occurred_us,
    events > 1 as is_repeated
from journeys.placed_events
where begins_step = 1 and person_key >= $first_key and person_key < $end_key

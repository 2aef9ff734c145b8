-- What:  The steps between two others, in numbers.
-- Grain: one row per step that is neither the first nor the last of its journey
-- Key:   journey_key, step_no
-- Reads: journeys.placed_events
-- Rule:  of the touchpoints those whose number leaves $part when divided by $parts: all pieces
--        through a touchpoint are read together. In no order, because there may be millions and
--        they mostly lie as they are needed

select
    journey_key,
    cast(journey_no as integer) as journey_no,
    cast(previous_touchpoint_no as integer) as from_no,
    cast(touchpoint_no as integer) as middle_no,
    cast(next_touchpoint_no as integer) as to_no,
    occurred_us
from journeys.placed_events
where
    begins_step = 1
    and previous_touchpoint_no is not null
    and next_touchpoint_no is not null
    and touchpoint_no % $parts = $part

-- What:  The steps of all journeys, in small numbers.
-- Grain: one row per step
-- Key:   journey_key, step_no
-- Reads: journeys.placed_events

select
    journey_key,
    cast(step_no as integer) as step_no,
    cast(touchpoint_no as integer) as touchpoint_no
from journeys.placed_events
where begins_step = 1

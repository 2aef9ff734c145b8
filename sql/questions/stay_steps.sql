-- What:  The steps of every journey in numbers: where it was and when.
-- Grain: one row per journey and step
-- Key:   journey_key, step_no
-- Reads: journeys.placed_events

select
    journey_key,
    cast(step_no as integer) as step_no,
    cast(touchpoint_no as integer) as touchpoint_no,
    occurred_us
from journeys.placed_events
where begins_step = 1

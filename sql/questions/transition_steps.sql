-- What:  The steps that lead to another one, in numbers.
-- Grain: one row per step that is not the last of its journey
-- Key:   journey_key, step_no
-- Reads: journeys.placed_events
-- Rule:  of the touchpoints those whose number leaves $part when divided by $parts: the transitions
--        of a touchpoint are read together

select
    journey_key,
    person_key,
    cast(journey_no as integer) as journey_no,
    cast(touchpoint_no as integer) as touchpoint_no,
    cast(next_touchpoint_no as integer) as next_touchpoint_no,
    next_us - occurred_us as gap_us
from journeys.placed_events
where begins_step = 1 and next_touchpoint_no is not null and touchpoint_no % $parts = $part

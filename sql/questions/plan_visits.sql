-- What:  The visits of one plan: those of its steps, or those of touchpoints that are no step.
-- Grain: one row per journey and step of the plan, or touchpoint that is none
-- Key:   journey_key, step_no, touchpoint_no
-- Reads: journeys.plan_visits
-- Rule:  in no order, because there may be millions and each is put to its journey

select
    journey_key,
    step_no,
    touchpoint_no,
    role = 'forbidden' as is_forbidden,
    place,
    first_us,
    channel
from journeys.plan_visits
where plan_no = $plan_no and (step_no > 0) = $is_step

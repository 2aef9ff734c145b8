-- What:  What each touchpoint is to the journeys of one plan.
-- Grain: one row per touchpoint that is a step of it, is forbidden or has been added
-- Key:   touchpoint_no
-- Reads: journeys.plan_places
-- Rule:  step_no is that of the step of the plan, 0 at what is forbidden or has been added
-- Order: touchpoint_no

select
    touchpoint_no,
    step_no,
    role = 'forbidden' as is_forbidden
from journeys.plan_places
where plan_no = $plan_no
order by touchpoint_no

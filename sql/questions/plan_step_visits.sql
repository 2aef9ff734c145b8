-- What:  When the journeys of one plan first came to each of its steps.
-- Grain: one row per journey and step of the plan
-- Key:   journey_key, step_no
-- Reads: journeys.plan_visits
-- Rule:  in no order, because there may be millions and each is put to its journey

select
    journey_key,
    step_no,
    place,
    first_us,
    channel
from journeys.plan_visits
where plan_no = $plan_no and step_no > 0

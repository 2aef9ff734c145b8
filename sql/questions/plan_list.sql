-- What:  The planned journeys of the configuration.
-- Grain: one row per plan
-- Key:   plan_no
-- Reads: config.plans
-- Order: plan_no

select
    plan_no,
    plan,
    journey,
    within_us
from config.plans
order by plan_no

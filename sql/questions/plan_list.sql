-- What:  The planned journeys of the configuration.
-- Grain: one row per plan
-- Key:   plan_no
-- Reads: config.journeys, config.plans
-- Order: plan_no

select
    plans.plan_no,
    plans.plan,
    plans.journey,
    definitions.journey_no,
    plans.within_us
from config.plans as plans
inner join config.journeys as definitions on plans.journey = definitions.journey
order by plans.plan_no

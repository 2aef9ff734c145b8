-- What:  The journeys that one plan is about.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: config.plans, journeys.journeys
-- Order: person_key, journey_key

select
    journeys.journey_key,
    journeys.person_key,
    journeys.outcome
from journeys.journeys as journeys
inner join config.plans as plans on journeys.journey = plans.journey
where plans.plan_no = $plan_no
order by journeys.person_key, journeys.journey_key

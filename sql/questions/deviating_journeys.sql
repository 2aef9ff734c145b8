-- What:  The journeys with each deviation from one plan.
-- Grain: one row per journey and deviation
-- Key:   journey_id, kind, step_no, touchpoint
-- Reads: config.plans, journeys.deviation_kinds, journeys.deviations, journeys.journeys
-- Order: journey_id, kind, step_no, touchpoint

select
    journeys.journey_id,
    kinds.kind,
    deviations.step_no,
    kinds.touchpoint
from journeys.deviations as deviations
inner join journeys.deviation_kinds as kinds
    on deviations.plan_no = kinds.plan_no and deviations.kind_no = kinds.kind_no
inner join config.plans as plans on deviations.plan_no = plans.plan_no
inner join journeys.journeys as journeys on deviations.journey_key = journeys.journey_key
where plans.plan = $plan
order by journeys.journey_id, kinds.kind, deviations.step_no, kinds.touchpoint

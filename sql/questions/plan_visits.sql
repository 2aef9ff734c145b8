-- What:  The visits of one plan, with the names of touchpoints that are no step of it.
-- Grain: one row per journey and step of the plan, or touchpoint that is none
-- Key:   journey_key, step_no, touchpoint
-- Reads: journeys.kinds, journeys.plan_visits
-- Order: journey_key, step_no, touchpoint

with

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
)

select
    visits.journey_key,
    visits.step_no,
    visits.role,
    names.touchpoint,
    visits.place,
    visits.first_us,
    visits.channel
from journeys.plan_visits as visits
left join names on visits.touchpoint_no = names.touchpoint_no
where visits.plan_no = $plan_no
order by visits.journey_key, visits.step_no, names.touchpoint

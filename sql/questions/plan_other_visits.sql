-- What:  Where the journeys of one plan first came to what is no step of it.
-- Grain: one row per journey and touchpoint
-- Key:   journey_at, touchpoint_no
-- Reads: config.plans, journeys.journeys, journeys.plan_visits
-- Rule:  journey_at is the place of the journey among those of the plan by their keys, from 0 on.
--        In no order, because there may be millions and each is put to its journey

with

places as (
    select
        journeys.journey_key,
        cast(row_number() over (order by journeys.journey_key) - 1 as integer) as journey_at
    from journeys.journeys as journeys
    inner join config.plans as plans on journeys.journey = plans.journey
    where plans.plan_no = $plan_no
)

select
    places.journey_at,
    cast(visits.touchpoint_no as integer) as touchpoint_no,
    visits.role = 'forbidden' as is_forbidden,
    cast(visits.place as integer) as place
from journeys.plan_visits as visits
inner join places on visits.journey_key = places.journey_key
where visits.plan_no = $plan_no and visits.step_no = 0

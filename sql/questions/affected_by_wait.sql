-- What:  The journeys that waited long between two touchpoints.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.judged_steps, journeys.kinds

with

nexts as (
    select distinct touchpoint_no
    from journeys.kinds
    where touchpoint = $to_value
)

select
    steps.journey_key,
    min(steps.person_key) as person_key,
    min(steps.step_no) as step_no,
    1 as is_lost
from journeys.judged_steps as steps
inner join nexts on steps.next_touchpoint_no = nexts.touchpoint_no
where
    steps.journey_no = $journey_no
    and steps.touchpoint_no = $touchpoint_no
    and steps.is_open = 0
    and steps.wait_us > $wait_s * 1000000
group by steps.journey_key
order by steps.journey_key

-- What:  The journeys that waited long between two touchpoints.
-- Grain: one row per finding and journey
-- Key:   finding_no, journey_key
-- Reads: journeys.judged_steps, journeys.kinds
-- Order: finding_no, journey_key

with

asked as (
    select
        unnest($finding_no) as finding_no,
        unnest($journey_no) as journey_no,
        unnest($touchpoint_no) as touchpoint_no,
        unnest($to_value) as to_value,
        unnest($wait_s) as wait_s
),

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
)

select
    asked.finding_no,
    steps.journey_key,
    min(steps.person_key) as person_key,
    min(steps.step_no) as step_no,
    1 as is_lost
from asked
inner join names on asked.to_value = names.touchpoint
inner join journeys.judged_steps as steps
    on
        asked.journey_no = steps.journey_no
        and asked.touchpoint_no = steps.touchpoint_no
        and names.touchpoint_no = steps.next_touchpoint_no
where steps.is_open = 0 and steps.wait_us > asked.wait_s * 1000000
group by asked.finding_no, steps.journey_key
order by asked.finding_no, steps.journey_key

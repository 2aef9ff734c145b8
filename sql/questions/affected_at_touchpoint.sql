-- What:  The journeys at some touchpoints that are not explained by anything before.
-- Grain: one row per finding and journey
-- Key:   finding_no, journey_key
-- Reads: journeys.explained_journeys, journeys.judged_steps
-- Order: finding_no, journey_key

with

asked as (
    select
        unnest($finding_no) as finding_no,
        unnest($journey_no) as journey_no,
        unnest($touchpoint_no) as touchpoint_no
)

select
    asked.finding_no,
    steps.journey_key,
    min(steps.person_key) as person_key,
    min(steps.step_no) as step_no,
    max(steps.is_here) as is_lost
from journeys.judged_steps as steps
inner join asked
    on steps.journey_no = asked.journey_no and steps.touchpoint_no = asked.touchpoint_no
left join journeys.explained_journeys as explained
    on steps.journey_key = explained.journey_key
where explained.journey_key is null or steps.step_no < explained.step_no
group by asked.finding_no, steps.journey_key
order by asked.finding_no, steps.journey_key

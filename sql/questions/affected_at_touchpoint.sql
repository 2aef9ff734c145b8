-- What:  The journeys at one touchpoint that are not explained by anything before.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: journeys.explained_journeys, journeys.judged_steps

select
    steps.journey_key,
    min(steps.person_key) as person_key,
    min(steps.step_no) as step_no,
    max(steps.is_here) as is_lost
from journeys.judged_steps as steps
left join journeys.explained_journeys as explained
    on steps.journey_key = explained.journey_key
where
    steps.journey_no = $journey_no
    and steps.touchpoint_no = $touchpoint_no
    and steps.is_open = 0
    and (explained.journey_key is null or steps.step_no < explained.step_no)
group by steps.journey_key
order by steps.journey_key

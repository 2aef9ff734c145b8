-- What:  What the step Sankey draws: how many journeys go from where to where, step by step.
-- Grain: one row per journey definition, step, from and to
-- Key:   journey, step_no, from_touchpoint, to_touchpoint
-- Reads: config.settings, journeys.journeys, journeys.steps
-- Rule:  step 0 leads from (start) to the first touchpoint, step k from the k-th to the next one or
--        to the outcome in brackets; who goes on after max_steps goes to (more)

with

begun as (
    select
        journeys.journey,
        cast(0 as bigint) as step_no,
        '(start)' as from_touchpoint,
        steps.touchpoint as to_touchpoint
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where steps.step_no = 1
),

continued as (
    select
        journeys.journey,
        steps.step_no,
        steps.touchpoint as from_touchpoint,
        case
            when steps.next_touchpoint is null then '(' || journeys.outcome || ')'
            when steps.step_no = settings.max_steps then '(more)'
            else steps.next_touchpoint
        end as to_touchpoint
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    cross join config.settings as settings
    where steps.step_no <= settings.max_steps
),

moves as (
    select * from begun
    union all
    select * from continued
)

select
    journey,
    step_no,
    from_touchpoint,
    to_touchpoint,
    count(*) as journeys
from moves
group by journey, step_no, from_touchpoint, to_touchpoint

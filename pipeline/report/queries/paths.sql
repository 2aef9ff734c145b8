-- How journeys went: the bars of the step Sankey that each passes, how it went out, and what the
-- page can be filtered by: the month ($period = month) or week it began in, its first channel and
-- device, and the persona of its customer. A bar is a number from 1 to 15 by journey, step and
-- touchpoint ($journeys, $steps, $touchpoints, $numbers); a way is one number, four bits a step.
with

drawn as (
    select
        unnest($journeys) as journey,
        unnest($steps) as step_no,
        unnest($touchpoints) as touchpoint,
        cast(unnest($numbers) as bigint) as number
),

depths as (
    select
        journey,
        max(step_no) as steps
    from drawn
    group by journey
),

walked as (
    select
        steps.journey_id,
        cast(sum(drawn.number << (4 * (drawn.step_no - 1))) as bigint) as way,
        arg_min(steps.channel, steps.step_no) as channel,
        arg_min(steps.device, steps.step_no) as device
    from marts.steps as steps
    left join drawn
        on
            steps.touchpoint = drawn.touchpoint
            and steps.step_no = drawn.step_no
            and steps.journey = drawn.journey
    group by steps.journey_id
),

-- Only those that have a persona: often nobody has.
people as (
    select
        person_id,
        persona
    from marts.people
    where persona is not null
),

counted as (
    select
        journeys.journey,
        walked.way,
        if(journeys.steps > depths.steps, 'more', journeys.outcome) as outcome,
        journeys.outcome as ends,
        date_trunc($period, timezone(run.timezone, journeys.started_at))::date as period,
        walked.channel,
        walked.device,
        people.persona,
        count(*) as journeys
    from walked
    inner join marts.journeys as journeys on walked.journey_id = journeys.journey_id
    inner join depths on journeys.journey = depths.journey
    left join people on journeys.person_id = people.person_id
    cross join marts.run as run
    group by all
)

select counted.* replace (
    strftime(period, if($period = 'month', '%Y-%m', '%Y-%m-%d')) as period
)
from counted

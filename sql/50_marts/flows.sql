-- What:  What the step Sankey draws: how many journeys go from where to where, step by step.
-- Grain: one row per journey definition, step, from and to
-- Key:   journey, step_no, from_touchpoint, to_touchpoint
-- Reads: config.journeys, config.settings, journeys.journeys, journeys.kinds,
--        journeys.placed_events
-- Rule:  step 0 leads from (start) to the first touchpoint, step k from the k-th to the next one or
--        to the outcome in brackets; who goes on after max_steps goes to (more)

with

touchpoints as (
    select
        touchpoint_no,
        max(touchpoint) as touchpoint
    from journeys.kinds
    group by touchpoint_no
),

-- Journeys are asked how they went out at their last step only.
counted as (
    select
        steps.journey_no,
        steps.step_no,
        steps.touchpoint_no,
        steps.next_touchpoint_no,
        journeys.outcome,
        count(*) as journeys
    from journeys.placed_events as steps
    cross join config.settings as settings
    left join journeys.journeys as journeys
        on steps.journey_key = journeys.journey_key and steps.step_no = journeys.steps
    where steps.begins_step = 1 and steps.step_no <= settings.max_steps
    group by
        steps.journey_no,
        steps.step_no,
        steps.touchpoint_no,
        steps.next_touchpoint_no,
        journeys.outcome
),

moves as (
    select
        counted.journey_no,
        cast(0 as bigint) as step_no,
        '(start)' as from_touchpoint,
        touchpoints.touchpoint as to_touchpoint,
        counted.journeys
    from counted
    inner join touchpoints on counted.touchpoint_no = touchpoints.touchpoint_no
    where counted.step_no = 1
    union all
    select
        counted.journey_no,
        counted.step_no,
        touchpoints.touchpoint as from_touchpoint,
        case
            when counted.next_touchpoint_no is null then '(' || counted.outcome || ')'
            when counted.step_no = settings.max_steps then '(more)'
            else nexts.touchpoint
        end as to_touchpoint,
        counted.journeys
    from counted
    inner join touchpoints on counted.touchpoint_no = touchpoints.touchpoint_no
    left join touchpoints as nexts on counted.next_touchpoint_no = nexts.touchpoint_no
    cross join config.settings as settings
)

select
    definitions.journey,
    moves.step_no,
    moves.from_touchpoint,
    moves.to_touchpoint,
    cast(sum(moves.journeys) as bigint) as journeys
from moves
inner join config.journeys as definitions on moves.journey_no = definitions.journey_no
group by definitions.journey, moves.step_no, moves.from_touchpoint, moves.to_touchpoint

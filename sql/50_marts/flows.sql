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

continued as (
    select
        steps.journey_no,
        steps.step_no,
        steps.touchpoint_no,
        case when steps.step_no < settings.max_steps then steps.next_touchpoint_no end as next_no,
        count(*) as journeys
    from journeys.placed_events as steps
    cross join config.settings as settings
    where
        steps.begins_step = 1
        and steps.next_touchpoint_no is not null
        and steps.step_no <= settings.max_steps
    group by
        steps.journey_no,
        steps.step_no,
        steps.touchpoint_no,
        case when steps.step_no < settings.max_steps then steps.next_touchpoint_no end
),

ended as (
    select
        steps.journey_no,
        steps.step_no,
        steps.touchpoint_no,
        journeys.outcome,
        count(*) as journeys
    from journeys.placed_events as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    cross join config.settings as settings
    where
        steps.begins_step = 1
        and steps.next_touchpoint_no is null
        and steps.step_no <= settings.max_steps
    group by steps.journey_no, steps.step_no, steps.touchpoint_no, journeys.outcome
),

begun as (
    select
        journey_no,
        touchpoint_no,
        count(*) as journeys
    from journeys.placed_events
    where event_no = 1
    group by journey_no, touchpoint_no
),

moves as (
    select
        begun.journey_no,
        cast(0 as bigint) as step_no,
        '(start)' as from_touchpoint,
        touchpoints.touchpoint as to_touchpoint,
        begun.journeys
    from begun
    inner join touchpoints on begun.touchpoint_no = touchpoints.touchpoint_no
    union all
    select
        continued.journey_no,
        continued.step_no,
        froms.touchpoint as from_touchpoint,
        coalesce(tos.touchpoint, '(more)') as to_touchpoint,
        continued.journeys
    from continued
    inner join touchpoints as froms on continued.touchpoint_no = froms.touchpoint_no
    left join touchpoints as tos on continued.next_no = tos.touchpoint_no
    union all
    select
        ended.journey_no,
        ended.step_no,
        touchpoints.touchpoint as from_touchpoint,
        '(' || ended.outcome || ')' as to_touchpoint,
        ended.journeys
    from ended
    inner join touchpoints on ended.touchpoint_no = touchpoints.touchpoint_no
)

select
    definitions.journey,
    moves.step_no,
    moves.from_touchpoint,
    moves.to_touchpoint,
    moves.journeys
from moves
inner join config.journeys as definitions on moves.journey_no = definitions.journey_no

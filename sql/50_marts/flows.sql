-- What:  What the step Sankey draws: how many journeys go from where to where, step by step.
-- Grain: one row per journey definition, step, from and to
-- Key:   journey, step_no, from_touchpoint, to_touchpoint
-- Reads: config.journeys, config.settings, journeys.journeys, journeys.kinds,
--        journeys.placed_events
-- Rule:  step 0 leads from (start) to the first touchpoint, step k from the k-th to the next one or
--        to the outcome in brackets; who goes on after max_steps goes to (more).
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
        journey_no,
        step_no,
        touchpoint_no,
        next_touchpoint_no,
        count(*) as journeys
    from journeys.placed_events
    where
        begins_step = 1
        and next_touchpoint_no is not null
        and step_no <= (select settings.max_steps from config.settings as settings)
    group by journey_no, step_no, touchpoint_no, next_touchpoint_no
),

ended as (
    select
        journey_no,
        steps,
        last_touchpoint_no,
        outcome,
        count(*) as journeys
    from journeys.journeys
    where steps <= (select settings.max_steps from config.settings as settings)
    group by journey_no, steps, last_touchpoint_no, outcome
),

begun as (
    select
        journey_no,
        first_touchpoint_no,
        count(*) as journeys
    from journeys.journeys
    group by journey_no, first_touchpoint_no
),

moves as (
    select
        begun.journey_no,
        cast(0 as bigint) as step_no,
        '(start)' as from_touchpoint,
        touchpoints.touchpoint as to_touchpoint,
        begun.journeys
    from begun
    inner join touchpoints on begun.first_touchpoint_no = touchpoints.touchpoint_no
    union all
    select
        continued.journey_no,
        continued.step_no,
        froms.touchpoint as from_touchpoint,
        case
            when continued.step_no < settings.max_steps then tos.touchpoint else '(more)'
        end as to_touchpoint,
        cast(sum(continued.journeys) as bigint) as journeys
    from continued
    inner join touchpoints as froms on continued.touchpoint_no = froms.touchpoint_no
    inner join touchpoints as tos on continued.next_touchpoint_no = tos.touchpoint_no
    cross join config.settings as settings
    group by
        continued.journey_no,
        continued.step_no,
        froms.touchpoint,
        case when continued.step_no < settings.max_steps then tos.touchpoint else '(more)' end
    union all
    select
        ended.journey_no,
        ended.steps as step_no,
        touchpoints.touchpoint as from_touchpoint,
        '(' || ended.outcome || ')' as to_touchpoint,
        ended.journeys
    from ended
    inner join touchpoints on ended.last_touchpoint_no = touchpoints.touchpoint_no
)

select
    definitions.journey,
    moves.step_no,
    moves.from_touchpoint,
    moves.to_touchpoint,
    moves.journeys
from moves
inner join config.journeys as definitions on moves.journey_no = definitions.journey_no

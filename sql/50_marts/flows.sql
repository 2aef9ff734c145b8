-- What:  What the step Sankey draws: how many journeys go from where to where, step by step.
-- Grain: one row per journey definition, step, from and to
-- Key:   journey, step_no, from_touchpoint, to_touchpoint
-- Reads: config.journeys, config.settings, journeys.flow_counts, journeys.kinds
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

moves as (
    select
        counts.journey_no,
        counts.step_no,
        coalesce(froms.touchpoint, '(start)') as from_touchpoint,
        case
            when counts.outcome <> '' then '(' || counts.outcome || ')'
            when counts.step_no < settings.max_steps then tos.touchpoint
            else '(more)'
        end as to_touchpoint,
        counts.journeys
    from journeys.flow_counts as counts
    left join touchpoints as froms on counts.touchpoint_no = froms.touchpoint_no
    left join touchpoints as tos on counts.next_touchpoint_no = tos.touchpoint_no
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

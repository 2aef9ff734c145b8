-- What:  The flows of whole journeys, as they are stored.
-- Grain: one row per step, from and to
-- Key:   step_no, from_touchpoint, to_touchpoint
-- Reads: journeys.journeys, journeys.steps
-- Rule:  as path_flows; next steps are stored, so one pass over the steps counts them, and only the
--        last step of a journey asks for its outcome

with

counted as (
    select
        step_no,
        touchpoint,
        next_touchpoint,
        count(*) as walks
    from journeys.steps
    where journey_no = $journey_no and step_no <= $max_steps and next_touchpoint is not null
    group by step_no, touchpoint, next_touchpoint
),

ended as (
    select
        steps.step_no,
        steps.touchpoint,
        journeys.outcome,
        count(*) as walks
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where
        steps.journey_no = $journey_no
        and steps.step_no <= $max_steps
        and steps.next_touchpoint is null
    group by steps.step_no, steps.touchpoint, journeys.outcome
),

flows as (
    select
        step_no,
        touchpoint as from_touchpoint,
        case when step_no = $max_steps then '(more)' else next_touchpoint end as to_touchpoint,
        walks
    from counted
    union all
    select
        step_no,
        touchpoint as from_touchpoint,
        '(' || outcome || ')' as to_touchpoint,
        walks
    from ended
)

select
    cast(null as varchar) as part,
    step_no,
    from_touchpoint,
    to_touchpoint,
    cast(sum(walks) as bigint) as walks
from flows
group by all

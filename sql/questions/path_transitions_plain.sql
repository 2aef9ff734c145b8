-- What:  The transitions of journeys, as they are stored: from where to where, and then on or out.
-- Grain: one row per step (1 or 2), from and to
-- Key:   step_no, from_touchpoint, to_touchpoint
-- Reads: journeys.journeys, journeys.steps
-- Rule:  as path_flows with path_entries_each

with

counted as (
    select
        touchpoint,
        next_touchpoint,
        step_no > 1 as is_second,
        count(*) as walks
    from journeys.steps
    where journey_no = $journey_no and next_touchpoint is not null
    group by all
),

ended as (
    select
        steps.touchpoint,
        '(' || journeys.outcome || ')' as ending,
        steps.step_no > 1 as is_second,
        count(*) as walks
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where steps.journey_no = $journey_no and steps.next_touchpoint is null
    group by all
),

flows as (
    select
        1 as step_no,
        touchpoint,
        next_touchpoint as ending,
        walks
    from counted
    union all
    select
        1 as step_no,
        touchpoint,
        ending,
        walks
    from ended
    union all
    select
        2 as step_no,
        touchpoint,
        '(more)' as ending,
        walks
    from counted
    where is_second
    union all
    select
        2 as step_no,
        touchpoint,
        ending,
        walks
    from ended
    where is_second
)

select
    cast(null as varchar) as part,
    step_no,
    touchpoint as from_touchpoint,
    ending as to_touchpoint,
    cast(sum(walks) as bigint) as walks
from flows
group by all

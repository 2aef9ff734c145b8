-- What:  What each touchpoint is to each planned journey.
-- Grain: one row per plan and touchpoint that is a step of it, is forbidden or has been added
-- Key:   plan_no, touchpoint_no
-- Reads: config.journeys, config.plan_touchpoints, config.plans, journeys.kinds
-- Rule:  a touchpoint that several patterns fit is the first step that it fits, else forbidden,
--        else allowed; allowed ones have no row. step_no is 0 where it is no step.

with

touchpoints as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

matched as (
    select
        plans.plan_no,
        definitions.journey_no,
        touchpoints.touchpoint_no,
        min(case when patterns.role = 'step' then patterns.step_no end) as step_no,
        max(case when patterns.role = 'forbidden' then 1 else 0 end) as is_forbidden,
        max(case when patterns.role = 'allowed' then 1 else 0 end) as is_allowed
    from config.plans as plans
    inner join config.journeys as definitions on plans.journey = definitions.journey
    cross join touchpoints
    left join config.plan_touchpoints as patterns
        on
            plans.plan_no = patterns.plan_no
            and touchpoints.touchpoint like patterns.touchpoint_pattern escape '!'
    group by plans.plan_no, definitions.journey_no, touchpoints.touchpoint_no
)

select
    plan_no,
    journey_no,
    touchpoint_no,
    coalesce(step_no, 0) as step_no,
    case
        when step_no is not null then 'step'
        when is_forbidden = 1 then 'forbidden'
        else 'added'
    end as role
from matched
where step_no is not null or is_forbidden = 1 or is_allowed = 0

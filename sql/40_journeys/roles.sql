-- What:  What each kind of event does in each kind of journey.
-- Grain: one row per journey definition and kind of event that takes part in it
-- Key:   journey_no, kind_no
-- Reads: config.journey_touchpoints, config.journeys, journeys.kinds, journeys.outcomes
-- Rule:  excluded touchpoints take no part; may_begin tells whether a journey can begin with it

with

named as (
    select
        journey_no,
        touchpoint,
        max(case when role = 'start' then 1 else 0 end) as is_start,
        max(case when role = 'exclude' then 1 else 0 end) as is_excluded,
        max(outcome) as outcome
    from config.journey_touchpoints
    group by journey_no, touchpoint
)

select
    definitions.journey_no,
    kinds.kind_no,
    kinds.touchpoint_no,
    outcomes.outcome_no,
    definitions.case_type,
    case
        when definitions.boundary <> 'start_to_goal' then 1 else coalesce(named.is_start, 0)
    end as may_begin
from journeys.kinds as kinds
cross join config.journeys as definitions
left join named
    on definitions.journey_no = named.journey_no and kinds.touchpoint = named.touchpoint
left join journeys.outcomes as outcomes
    on named.journey_no = outcomes.journey_no and named.outcome = outcomes.outcome
where coalesce(named.is_excluded, 0) = 0

-- What:  What each kind of event does in each kind of journey.
-- Grain: one row per journey definition and kind of event that takes part in it
-- Key:   journey_no, kind_no
-- Reads: config.journey_touchpoints, config.journeys, journeys.kinds, journeys.outcomes
-- Rule:  excluded touchpoints take no part. A line of events is cut after a silence longer than
--        max_gap_us, if there is one, and after an end where cuts_after_end is 1; may_begin tells
--        whether a journey can begin with it, keeps_repeats whether each event is a step.

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
    case when definitions.boundary in ('start_to_goal', 'gap') then definitions.timeout_us end
        as max_gap_us,
    case when definitions.boundary = 'start_to_goal' then 1 else 0 end as cuts_after_end,
    case
        when definitions.boundary <> 'start_to_goal' then 1 else coalesce(named.is_start, 0)
    end as may_begin,
    case when definitions.repeats = 'keep' then 1 else 0 end as keeps_repeats
from journeys.kinds as kinds
cross join config.journeys as definitions
left join named
    on definitions.journey_no = named.journey_no and kinds.touchpoint = named.touchpoint
left join journeys.outcomes as outcomes
    on named.journey_no = outcomes.journey_no and named.outcome = outcomes.outcome
where coalesce(named.is_excluded, 0) = 0

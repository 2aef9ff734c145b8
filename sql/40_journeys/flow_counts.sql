-- What:  How many journeys go from which step to where, and after which step they stand how.
-- Grain: one row per journey definition, step, touchpoint, next touchpoint and outcome
-- Key:   journey_no, step_no, touchpoint_no, next_touchpoint_no, outcome
-- Reads: config.settings, journeys.journeys, journeys.placed_events
-- Adds:  journeys
-- Rule:  step 0 has touchpoint 0, which is none, and leads to the first one. A last step has an
--        outcome and leads to 0; others have the empty text. Up to step max_steps

select
    journey_no,
    step_no,
    touchpoint_no,
    next_touchpoint_no,
    '' as outcome,
    count(*) as journeys
from journeys.placed_events
where
    begins_step = 1
    and next_touchpoint_no is not null
    and step_no <= (select settings.max_steps from config.settings as settings)
group by journey_no, step_no, touchpoint_no, next_touchpoint_no
union all
select
    journey_no,
    steps as step_no,
    last_touchpoint_no as touchpoint_no,
    cast(0 as bigint) as next_touchpoint_no,
    outcome,
    count(*) as journeys
from journeys.journeys
where steps <= (select settings.max_steps from config.settings as settings)
group by journey_no, steps, last_touchpoint_no, outcome
union all
select
    journey_no,
    cast(0 as bigint) as step_no,
    cast(0 as bigint) as touchpoint_no,
    first_touchpoint_no as next_touchpoint_no,
    '' as outcome,
    count(*) as journeys
from journeys.journeys
group by journey_no, first_touchpoint_no

-- What:  How many journeys touched each touchpoint, by the step of their last visit, and how they
--        stand there.
-- Grain: one row per journey definition, touchpoint and position
-- Key:   journey_no, touchpoint_no, position_no
-- Reads: config.settings, journeys.journeys, journeys.placed_events
-- Adds:  journeys, at_risk, ended, open
-- Rule:  steps from max_steps on are one position. Ended and open are those whose last step it is;
--        at risk are all but the open ones.

with

touched as (
    select
        journey_key,
        touchpoint_no,
        max(step_no) as last_step_no
    from journeys.placed_events
    where begins_step = 1
    group by journey_key, touchpoint_no
),

fated as (
    select
        journeys.journey_no,
        touched.touchpoint_no,
        touched.last_step_no,
        case when touched.last_step_no = journeys.steps then journeys.outcome end as outcome
    from touched
    inner join journeys.journeys as journeys on touched.journey_key = journeys.journey_key
)

select
    fated.journey_no,
    fated.touchpoint_no,
    least(fated.last_step_no, settings.max_steps) as position_no,
    count(*) as journeys,
    cast(sum(case when fated.outcome = 'open' then 0 else 1 end) as bigint) as at_risk,
    cast(sum(case when fated.outcome = 'ended' then 1 else 0 end) as bigint) as ended,
    cast(sum(case when fated.outcome = 'open' then 1 else 0 end) as bigint) as open
from fated
cross join config.settings as settings
group by fated.journey_no, fated.touchpoint_no, least(fated.last_step_no, settings.max_steps)

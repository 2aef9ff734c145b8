-- What:  How long journeys lasted until it was known how they went out.
-- Grain: one row per journey definition, outcome and time
-- Key:   journey_no, outcome, time_us
-- Reads: config.journeys, journeys.journeys, staging.data_window
-- Rule:  time runs from the first event. A goal or competing end is known at its event, a drop-off
--        when the timeout after the last event has passed, and an open journey is seen until the
--        data end: so how long a journey is seen says nothing about how it will go out.

with

spans as (
    select
        journeys.journey_no,
        journeys.outcome,
        case
            when journeys.outcome = 'ended'
                then journeys.ended_us - journeys.started_us + definitions.timeout_us
            when journeys.outcome = 'open' then data.as_of_us - journeys.started_us
            else cast(floor(journeys.duration_s * 1000000 + 0.5) as bigint)
        end as time_us
    from journeys.journeys as journeys
    inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
    cross join staging.data_window as data
)

select
    journey_no,
    outcome,
    time_us,
    count(*) as journeys
from spans
group by journey_no, outcome, time_us

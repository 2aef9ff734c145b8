-- What:  The journeys of one definition after which a whole window lies inside the data.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: config.journeys, journeys.journeys, staging.data_window
-- Rule:  the window of $within_us begins when it is known how the journey went out: at the goal or
--        competing end, and for a drop-off when the timeout after its last event has passed
-- Order: journey_key

with

decided as (
    select
        journeys.journey_key,
        journeys.person_key,
        journeys.outcome,
        case
            when journeys.outcome = 'ended' then journeys.ended_us + definitions.timeout_us
            else journeys.started_us + cast(floor(journeys.duration_s * 1000000 + 0.5) as bigint)
        end as decided_us
    from journeys.journeys as journeys
    inner join config.journeys as definitions on journeys.journey_no = definitions.journey_no
    where definitions.journey = $journey and journeys.outcome <> 'open'
)

select
    decided.journey_key,
    decided.person_key,
    decided.outcome,
    decided.decided_us
from decided
cross join staging.data_window as data
where decided.decided_us + $within_us <= data.as_of_us
order by decided.journey_key

-- What:  Steps of a journey are numbered 1, 2, 3 ... and never go back in time.
-- Grain: one row per broken promise
-- Key:   journey_key, step_no
-- Reads: journeys.placed_events
-- Local: person_key

with

neighbours as (
    select
        journey_key,
        step_no,
        occurred_us,
        lag(step_no) over journey as previous_no,
        lag(occurred_us) over journey as previous_us
    from journeys.placed_events
    where begins_step = 1
    window journey as (partition by journey_key order by event_no)
)

select
    journey_key,
    step_no,
    occurred_us,
    previous_us
from neighbours
where step_no <> coalesce(previous_no, 0) + 1 or occurred_us < previous_us

-- What:  Steps of a journey are numbered 1, 2, 3 ... and never go back in time.
-- Grain: one row per broken promise
-- Key:   journey_id, step_no
-- Reads: marts.steps

with

neighbours as (
    select
        journey_id,
        step_no,
        occurred_at,
        row_number() over (partition by journey_id order by step_no) as expected_no,
        lag(occurred_at) over (partition by journey_id order by step_no) as previous_at
    from marts.steps
)

select
    journey_id,
    step_no,
    occurred_at,
    previous_at
from neighbours
where step_no <> expected_no or occurred_at < previous_at

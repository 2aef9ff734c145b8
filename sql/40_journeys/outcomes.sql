-- What:  How a journey can end by an event: its goal and its competing ends, numbered.
-- Grain: one row per journey definition and outcome
-- Key:   journey_no, outcome_no
-- Reads: config.journey_touchpoints
-- Order: outcome

with

named as (
    select distinct
        journey_no,
        outcome
    from config.journey_touchpoints
    where outcome is not null
)

select
    journey_no,
    row_number() over (partition by journey_no order by outcome) as outcome_no,
    outcome
from named

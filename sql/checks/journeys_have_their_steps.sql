-- What:  A journey has as many steps as are listed for it, and at least one.
-- Grain: one row per broken promise
-- Key:   journey_key
-- Reads: journeys.journeys, journeys.placed_events
-- Local: person_key

with

listed as (
    select
        journey_key,
        count(*) as steps
    from journeys.placed_events
    where begins_step = 1
    group by journey_key
)

select
    coalesce(journeys.journey_key, listed.journey_key) as journey_key,
    journeys.steps as expected,
    listed.steps as actual
from journeys.journeys as journeys
full outer join listed on journeys.journey_key = listed.journey_key
where coalesce(journeys.steps, 0) <> coalesce(listed.steps, 0)

-- What:  A journey has as many steps as are listed for it, and at least one.
-- Grain: one row per broken promise
-- Key:   journey_id
-- Reads: marts.journeys, marts.steps

with

listed as (
    select
        journey_id,
        count(*) as steps
    from marts.steps
    group by journey_id
)

select
    coalesce(journeys.journey_id, listed.journey_id) as journey_id,
    journeys.steps as expected,
    listed.steps as actual
from marts.journeys as journeys
full outer join listed on journeys.journey_id = listed.journey_id
where coalesce(journeys.steps, 0) <> coalesce(listed.steps, 0)

-- What:  How much a question about whole journeys is asked of.
-- Grain: one row
-- Key:   none, one row
-- Reads: journeys.steps

select
    count(*) filter (where step_no = 1) as units,
    count(*) as steps,
    cast(coalesce(sum(events), 0) as bigint) as events,
    cast(0 as bigint) as steps_hidden,
    cast(0 as bigint) as events_hidden,
    count(*) filter (where step_no <= $max_steps) as steps_shown
from journeys.steps
where journey_no = $journey_no

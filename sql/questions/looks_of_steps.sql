-- What:  Whose each step is, and of what kind its event is.
-- Grain: one row per journey and step
-- Key:   none of its columns
-- Reads: journeys.placed_events

select
    cast(journey_no as integer) as journey_no,
    cast(person_key as integer) as person_key,
    cast(kind_no as integer) as kind_no
from journeys.placed_events
where begins_step = 1

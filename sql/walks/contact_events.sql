-- What:  The events of journeys in numbers.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: journeys.placed_events
-- Rule:  as they lie there, which mostly is the order of journeys and of their events

select
    journey_key,
    cast(event_no as integer) as event_no,
    occurred_us,
    cast(kind_no as integer) as kind_no,
    person_key,
    owner_key,
    cast(person_event_no as integer) as person_event_no
from journeys.placed_events

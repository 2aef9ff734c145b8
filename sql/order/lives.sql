-- What:  The events of people, as they lie in identity.person_events.
-- Grain: one row per event that is somebody's
-- Key:   event_key
-- Reads: identity.person_events
-- Rule:  where no order is told all are told the same one

select
    person_key,
    occurred_us,
    source_no,
    coalesce(order_no, 0) as order_no,
    person_event_no,
    event_key
from identity.person_events

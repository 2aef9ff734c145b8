-- What:  The events of all people in numbers.
-- Grain: one row per person and event
-- Key:   person_key, person_event_no
-- Reads: identity.person_events
-- Rule:  as they lie there, which mostly is the order of people and of their events

select
    person_key,
    person_event_no,
    occurred_us,
    cast(kind_no as integer) as kind_no,
    value,
    emotion
from identity.person_events

-- What:  Where the events of people lie.
-- Grain: one row per person and event
-- Key:   person_key, person_event_no
-- Reads: identity.person_events
-- Rule:  as they lie there

select
    person_key,
    person_event_no
from identity.person_events

-- What:  The events that the candidates had in the build before.
-- Grain: one row per event
-- Key:   event_key
-- Reads: batch.candidates, identity.person_events

select events.*
from identity.person_events as events
inner join batch.candidates as people on events.person_key = people.person_key

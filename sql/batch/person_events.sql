-- What:  The events of the people of a batch.
-- Grain: one row per event
-- Key:   event_key
-- Reads: batch.people, identity.person_events

select events.*
from identity.person_events as events
inner join batch.people as people on events.person_key = people.person_key

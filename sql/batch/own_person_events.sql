-- What:  The events of the candidates, of those that may belong to one of them.
-- Grain: one row per event
-- Key:   event_key
-- Reads: batch.candidates, batch.placed_events

select events.*
from batch.placed_events as events
inner join batch.candidates as people on events.person_key = people.person_key

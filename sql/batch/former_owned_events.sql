-- What:  Whose those events were by what they were done with.
-- Grain: one row per event
-- Key:   event_key
-- Reads: batch.own_events, identity.owned_events
-- Rule:  identity.owned_events is still that of the build before

select owned.*
from identity.owned_events as owned
inner join batch.own_events as own on owned.event_key = own.event_key

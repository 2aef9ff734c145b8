-- What:  By whom those events might have been done, by all of their identifiers.
-- Grain: one row per event and identifier that tells it
-- Key:   event_key, identifier_no
-- Reads: batch.own_events, identity.owner_options

select options.*
from identity.owner_options as options
inner join batch.own_events as own on options.event_key = own.event_key

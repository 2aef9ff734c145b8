-- What:  Events that a new file delivers, and that were delivered before.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.fresh_ids, staging.doubled_events
-- Rule:  an event delivered again may be the one that counts

select fresh.event_id
from batch.fresh_ids as fresh
inner join staging.doubled_events as doubled on fresh.event_id = doubled.event_id
where fresh.deliveries <> doubled.deliveries

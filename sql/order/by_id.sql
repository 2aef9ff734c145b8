-- What:  Events that are tied, in the order that their ids decide.
-- Grain: one row per event
-- Key:   place
-- Reads: identity.event_bundles, identity.tied_events
-- Order: tie_no, source_no, order_no, event_id

select tied.place
from identity.tied_events as tied
inner join identity.event_bundles as events on tied.event_key = events.event_key
order by tied.tie_no, events.source_no, events.order_no, events.event_id

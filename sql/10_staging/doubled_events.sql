-- What:  Ids of events that were delivered more than once.
-- Grain: one row per event that was delivered more than once
-- Key:   event_id
-- Reads: staging.delivered_events

select
    event_id,
    count(*) as deliveries
from staging.delivered_events
group by event_id
having count(*) > 1

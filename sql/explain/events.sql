-- What:  Name and time of some events.
-- Grain: one row per event
select
    event_id,
    event,
    occurred_at
from staging.events
where list_contains($asked_event_ids, event_id)

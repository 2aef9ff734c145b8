-- What:  Name and time of some events.
select
    event_id,
    event,
    occurred_at
from staging.events
where list_contains($asked_event_ids, event_id)

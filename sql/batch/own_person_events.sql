-- What:  The events of the candidates, of those that may belong to one of them.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.candidates, batch.placed_events

select
    events.event_id,
    events.bundle_no,
    events.kind_no,
    events.occurred_us,
    events.source_no,
    events.order_no,
    events.value,
    events.emotion,
    events.person_key,
    events.rule,
    events.person_event_no
from batch.placed_events as events
inner join batch.candidates as people on events.person_key = people.person_key

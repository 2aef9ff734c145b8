-- What:  The events of the people of a batch.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.people, identity.person_events

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
from identity.person_events as events
inner join batch.people as people on events.person_key = people.person_key

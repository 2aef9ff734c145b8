-- What:  Events that mean something to a customer: what each one is called and where it happened.
-- Kind:  view
-- Grain: one row per event that has a person and a touchpoint
-- Key:   event_id
-- Reads: identity.event_bundles, identity.person_events, journeys.kinds

select
    ids.event_id,
    events.person_key,
    kinds.source,
    events.source_no,
    timestamp_micros(events.occurred_us) as occurred_at,
    events.occurred_us,
    events.order_no,
    kinds.direction,
    kinds.touchpoint,
    kinds.channel,
    kinds.device,
    kinds.department,
    kinds.agent,
    kinds.topic,
    events.emotion,
    events.value
from identity.person_events as events
inner join identity.event_bundles as ids on events.event_key = ids.event_key
inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no

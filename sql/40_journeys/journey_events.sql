-- What:  The events of every journey, in order and in words.
-- Kind:  view
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: journeys.kinds, journeys.outcomes, journeys.placed_events

select
    events.journey_key,
    events.event_no,
    events.journey_no,
    events.person_key,
    events.owner_key,
    events.person_event_no,
    timestamp_micros(events.occurred_us) as occurred_at,
    events.occurred_us,
    kinds.direction,
    kinds.touchpoint,
    outcomes.outcome,
    kinds.channel,
    kinds.device,
    kinds.department,
    kinds.agent,
    kinds.topic,
    events.emotion,
    events.value
from journeys.placed_events as events
inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
left join journeys.outcomes as outcomes
    on events.journey_no = outcomes.journey_no and events.outcome_no = outcomes.outcome_no

-- What:  The events of one person, of all sources, with what each means and its visit.
-- Grain: one row per event
-- Key:   event_id
-- Reads: identity.event_bundles, identity.person_events, journeys.touchpoint_events,
--        sessions.sessions, staging.events
-- Rule:  channel, device and department are what the touchpoint rule says, else what the event
--        says; what we do ourselves is in no visit
-- Order: occurred_us, source_no, order_no, event_id

select
    events.event_id,
    events.occurred_at,
    events.source,
    events.event,
    events.direction,
    visits.session_no,
    meant.touchpoint,
    coalesce(meant.channel, events.channel) as channel,
    coalesce(meant.device, events.device) as device,
    coalesce(meant.department, events.department) as department,
    events.agent,
    events.campaign,
    events.page,
    events.topic,
    events.value,
    case when events.value is not null then events.currency end as currency,
    events.emotion,
    events.text
from identity.person_events as people
inner join identity.event_bundles as ids on people.event_key = ids.event_key
inner join staging.events as events on ids.event_id = events.event_id
left join journeys.touchpoint_events as meant on ids.event_id = meant.event_id
left join sessions.sessions as visits
    on
        people.person_key = visits.person_key
        and events.direction = 'customer'
        and events.occurred_at between visits.started_at and visits.ended_at
where people.person_key = $person_key
order by events.occurred_us, events.source_no, events.order_no, events.event_id

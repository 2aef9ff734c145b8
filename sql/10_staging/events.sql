-- What:  The canonical events: every event of every source, once.
-- Kind:  view
-- Grain: one row per event
-- Key:   event_id
-- Reads: config.settings, config.sources, staging.delivered_events, staging.dropped_deliveries,
--        staging.repaired_texts
-- Rule:  deliveries that do not count are left out; with `as_of`, later events do not exist. Texts
--        read in the wrong encoding are put right, and texts_repaired says how many. occurred_us
--        is occurred_at in microseconds since 1970, to be exact.
-- Order: the total order of events is occurred_us, source_no, order_no, event_id; everywhere

select
    delivered.event_id,
    delivered.source,
    sources.source_no,
    coalesce(events.meant, delivered.event) as event,
    delivered.occurred_at,
    unix_micros(delivered.occurred_at) as occurred_us,
    delivered.received_at,
    delivered.order_no,
    delivered.direction,
    delivered.channel,
    delivered.device,
    coalesce(departments.meant, delivered.department) as department,
    coalesce(agents.meant, delivered.agent) as agent,
    coalesce(campaigns.meant, delivered.campaign) as campaign,
    delivered.page,
    coalesce(topics.meant, delivered.topic) as topic,
    coalesce(personas.meant, delivered.persona) as persona,
    delivered.value,
    coalesce(delivered.currency, settings.currency) as currency,
    delivered.emotion,
    coalesce(texts.meant, delivered.text) as text,
    delivered.email,
    delivered.phone,
    delivered.customer_id,
    delivered.user_id,
    delivered.anonymous_id,
    delivered.device_id,
    delivered.contact_id,
    delivered.ticket_id,
    delivered.order_id,
    delivered.case_id,
    delivered.attributes,
    case when events.meant is null then 0 else 1 end
    + case when departments.meant is null then 0 else 1 end
    + case when agents.meant is null then 0 else 1 end
    + case when campaigns.meant is null then 0 else 1 end
    + case when topics.meant is null then 0 else 1 end
    + case when personas.meant is null then 0 else 1 end
    + case when texts.meant is null then 0 else 1 end as texts_repaired
from staging.delivered_events as delivered
inner join config.sources as sources on delivered.source = sources.source
cross join config.settings as settings
left join staging.repaired_texts as events on delivered.event = events.written
left join staging.repaired_texts as departments on delivered.department = departments.written
left join staging.repaired_texts as agents on delivered.agent = agents.written
left join staging.repaired_texts as campaigns on delivered.campaign = campaigns.written
left join staging.repaired_texts as topics on delivered.topic = topics.written
left join staging.repaired_texts as personas on delivered.persona = personas.written
left join staging.repaired_texts as texts on delivered.text = texts.written
left join staging.dropped_deliveries as dropped
    on
        delivered.file_id = dropped.file_id
        and delivered.record_no = dropped.record_no
        and delivered.event_of_record = dropped.event_of_record
where
    dropped.file_id is null
    and (settings.as_of_us is null or unix_micros(delivered.occurred_at) <= settings.as_of_us)

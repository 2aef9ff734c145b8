-- What:  The canonical events: every event of every source, once.
-- Grain: one row per event
-- Key:   event_id
-- Reads: config.settings, config.sources, staging.delivered_events, staging.repaired_texts
-- Rule:  of several deliveries with one id the earliest stays, and of those the one whose content
--        hash is smallest, so that the order of delivery does not matter; with `as_of`, later
--        events do not exist. Texts read in the wrong encoding are put right, and texts_repaired
--        says how many. occurred_us is occurred_at in microseconds since 1970, to be exact.
-- Order: the total order of events is occurred_us, source_no, order_no, event_id; everywhere

with

ranked as (
    select
        *,
        unix_micros(occurred_at) as occurred_us,
        row_number() over (
            partition by event_id order by occurred_at, row_hash, file_id, record_no
        ) as delivery_no
    from staging.delivered_events
)

select
    ranked.event_id,
    ranked.source,
    sources.source_no,
    coalesce(events.meant, ranked.event) as event,
    ranked.occurred_at,
    ranked.occurred_us,
    ranked.received_at,
    ranked.order_no,
    ranked.direction,
    ranked.channel,
    ranked.device,
    coalesce(departments.meant, ranked.department) as department,
    coalesce(agents.meant, ranked.agent) as agent,
    coalesce(campaigns.meant, ranked.campaign) as campaign,
    ranked.page,
    coalesce(topics.meant, ranked.topic) as topic,
    coalesce(personas.meant, ranked.persona) as persona,
    ranked.value,
    coalesce(ranked.currency, settings.currency) as currency,
    ranked.emotion,
    coalesce(texts.meant, ranked.text) as text,
    ranked.email,
    ranked.phone,
    ranked.customer_id,
    ranked.user_id,
    ranked.anonymous_id,
    ranked.device_id,
    ranked.contact_id,
    ranked.ticket_id,
    ranked.order_id,
    ranked.case_id,
    ranked.attributes,
    case when events.meant is null then 0 else 1 end
    + case when departments.meant is null then 0 else 1 end
    + case when agents.meant is null then 0 else 1 end
    + case when campaigns.meant is null then 0 else 1 end
    + case when topics.meant is null then 0 else 1 end
    + case when personas.meant is null then 0 else 1 end
    + case when texts.meant is null then 0 else 1 end as texts_repaired
from ranked
inner join config.sources as sources on ranked.source = sources.source
cross join config.settings as settings
left join staging.repaired_texts as events on ranked.event = events.written
left join staging.repaired_texts as departments on ranked.department = departments.written
left join staging.repaired_texts as agents on ranked.agent = agents.written
left join staging.repaired_texts as campaigns on ranked.campaign = campaigns.written
left join staging.repaired_texts as topics on ranked.topic = topics.written
left join staging.repaired_texts as personas on ranked.persona = personas.written
left join staging.repaired_texts as texts on ranked.text = texts.written
where
    ranked.delivery_no = 1
    and ranked.occurred_us <= coalesce(settings.as_of_us, ranked.occurred_us)

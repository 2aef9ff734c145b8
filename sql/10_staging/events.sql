-- What:  The canonical events: every event of every source, once.
-- Grain: one row per event
-- Key:   event_id
-- Reads: config.settings, config.sources, staging.delivered_events
-- Rule:  of several deliveries with one id the earliest stays, and of those the one whose content
--        hash is smallest, so that the order of delivery does not matter; with `as_of`, later
--        events do not exist. occurred_us is occurred_at in microseconds since 1970, to be exact.
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
    ranked.event,
    ranked.occurred_at,
    ranked.occurred_us,
    ranked.received_at,
    ranked.order_no,
    ranked.direction,
    ranked.channel,
    ranked.device,
    ranked.department,
    ranked.agent,
    ranked.campaign,
    ranked.page,
    ranked.topic,
    ranked.persona,
    ranked.value,
    coalesce(ranked.currency, settings.currency) as currency,
    ranked.emotion,
    ranked.text,
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
    ranked.attributes
from ranked
inner join config.sources as sources on ranked.source = sources.source
cross join config.settings as settings
where
    ranked.delivery_no = 1
    and ranked.occurred_us <= coalesce(settings.as_of_us, ranked.occurred_us)

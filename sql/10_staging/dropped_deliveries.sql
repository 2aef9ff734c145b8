-- What:  Deliveries of an event that do not count, because another delivery of it does.
-- Grain: one row per delivered event that does not count
-- Key:   file_id, record_no, event_id
-- Reads: staging.delivered_events, staging.doubled_events
-- Rule:  of several deliveries with one id the earliest stays, and of those the one whose content
--        hash is smallest, so that the order of delivery does not matter. is_conflict tells those
--        that say something else than the delivery that stays

with

hashed as (
    select
        delivered.source,
        delivered.file_id,
        delivered.record_no,
        delivered.event_id,
        delivered.event_of_record,
        delivered.occurred_at,
        md5(
            coalesce(delivered.event, '')
            || '|' || coalesce(cast(unix_micros(delivered.received_at) as string), '')
            || '|' || coalesce(cast(delivered.order_no as string), '')
            || '|' || coalesce(delivered.direction, '')
            || '|' || coalesce(delivered.channel, '')
            || '|' || coalesce(delivered.device, '')
            || '|' || coalesce(delivered.department, '')
            || '|' || coalesce(delivered.agent, '')
            || '|' || coalesce(delivered.campaign, '')
            || '|' || coalesce(delivered.page, '')
            || '|' || coalesce(delivered.topic, '')
            || '|' || coalesce(delivered.persona, '')
            || '|' || coalesce(cast(delivered.value as string), '')
            || '|' || coalesce(delivered.currency, '')
            || '|' || coalesce(cast(delivered.emotion as string), '')
            || '|' || coalesce(delivered.text, '')
            || '|' || coalesce(delivered.email, '')
            || '|' || coalesce(delivered.phone, '')
            || '|' || coalesce(delivered.customer_id, '')
            || '|' || coalesce(delivered.user_id, '')
            || '|' || coalesce(delivered.anonymous_id, '')
            || '|' || coalesce(delivered.device_id, '')
            || '|' || coalesce(delivered.contact_id, '')
            || '|' || coalesce(delivered.ticket_id, '')
            || '|' || coalesce(delivered.order_id, '')
            || '|' || coalesce(delivered.case_id, '')
            || '|' || coalesce(delivered.attributes, '')
        ) as content
    from staging.delivered_events as delivered
    inner join staging.doubled_events as doubled on delivered.event_id = doubled.event_id
),

placed as (
    select
        *,
        row_number() over (
            partition by event_id order by occurred_at, content, file_id, record_no
        ) as delivery_no
    from hashed
)

select
    again.source,
    again.file_id,
    again.record_no,
    again.event_id,
    again.event_of_record,
    again.occurred_at,
    again.content <> kept.content or again.occurred_at <> kept.occurred_at as is_conflict
from placed as again
inner join placed as kept on again.event_id = kept.event_id and kept.delivery_no = 1
where again.delivery_no > 1

-- What:  Segment and RudderStack calls (track, page, screen, identify, group, alias), one a line.
-- Grain: one row per call
create or replace temp table incoming as
with

parsed as (
    select
        record_no,
        content,
        body,
        is_object,
        plain_fault(
            body,
            [
                '$.type', '$.event', '$.name', '$.messageId', '$.anonymousId', '$.userId',
                '$.context.device.id', '$.context.campaign.name', '$.context.page.path',
                '$.traits.email', '$.traits.phone', '$.context.traits.email',
                '$.context.traits.phone'
            ]
        ) as bad_field,
        json_transform(body, '{
            "messageId": "VARCHAR", "type": "VARCHAR", "event": "VARCHAR", "name": "VARCHAR",
            "anonymousId": "VARCHAR", "userId": "VARCHAR", "channel": "VARCHAR",
            "timestamp": "VARCHAR", "originalTimestamp": "VARCHAR", "receivedAt": "VARCHAR",
            "traits": {"email": "VARCHAR", "phone": "VARCHAR"},
            "properties": {
                "path": "VARCHAR", "topic": "VARCHAR", "revenue": "VARCHAR", "currency": "VARCHAR"
            },
            "context": {
                "traits": {"email": "VARCHAR", "phone": "VARCHAR"},
                "page": {"path": "VARCHAR"},
                "campaign": {"name": "VARCHAR", "medium": "VARCHAR", "source": "VARCHAR"},
                "device": {"id": "VARCHAR", "type": "VARCHAR", "model": "VARCHAR"},
                "userAgent": "VARCHAR"
            }}') as event_call
    from delivered
),

timed as (
    select
        *,
        instant_of(written_at, $timezone) as occurred_at
    from (
        select
            *,
            coalesce(event_call['timestamp'], event_call['originalTimestamp']) as written_at
        from parsed
    ) as written
)

select
    timed.record_no,
    event_call.messageid as message_id,
    lower(event_call.type) as type,
    event_call.event,
    event_call.name,
    event_call.anonymousid as anonymous_id,
    event_call.userid as user_id,
    event_call.context.device.id as device_id,
    coalesce(event_call.traits.email, event_call.context.traits.email) as email,
    coalesce(event_call.traits.phone, event_call.context.traits.phone) as phone,
    event_call.channel,
    event_call.context.device.type as device_type,
    event_call.context.device.model as device_model,
    event_call.context.useragent as user_agent,
    coalesce(event_call.context.page.path, event_call.properties.path) as page_path,
    event_call.context.campaign.name as campaign,
    event_call.context.campaign.medium as campaign_medium,
    event_call.context.campaign.source as campaign_source,
    event_call.properties.topic,
    finite_number(event_call.properties.revenue, '.') as revenue,
    event_call.properties.currency,
    timed.occurred_at,
    instant_of(event_call.receivedat, $timezone) as received_at,
    case when timed.is_object then timed.body -> '$.properties' end as properties,
    md5(timed.content) as row_hash,
    case
        when not timed.is_object then 'not a JSON object'
        when timed.bad_field is not null then timed.bad_field
        when event_call.type is null then 'no type'
        when
            lower(event_call.type) not in ('track', 'page', 'screen', 'identify', 'group', 'alias')
            then 'unknown type: ' || event_call.type
        when lower(event_call.type) = 'track' and coalesce(event_call.event, '') = ''
            then 'a track call without event'
        when
            coalesce(
                nullif(event_call.anonymousid, ''), nullif(event_call.userid, ''),
                nullif(event_call.context.device.id, '')
            ) is null
            then 'no identifier'
        when
            coalesce(trim(event_call.properties.revenue), '') <> ''
            and finite_number(event_call.properties.revenue, '.') is null
            then 'revenue is not a number: ' || event_call.properties.revenue
        else time_fault(timed.written_at, timed.occurred_at, $latest_us, $timezone)
    end as reject_reason,
    timed.content as row_text
from timed

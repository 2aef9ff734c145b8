-- What:  Web and app calls as canonical events.
-- Grain: one row per delivered call
-- Key:   file_id, record_no
-- Reads: raw.segment_events
-- Rule:  a page call is the event "page" with its path, a screen call the event "screen" with its
--        name; identify, group and alias calls only say who somebody is. An iPad or a device that
--        calls itself a tablet is a tablet; other hand-held ones are mobile; the rest is desktop.

select
    file_id,
    record_no,
    source || ':' || coalesce(message_id, row_hash) as event_id,
    source,
    case when type = 'track' then event else type end as event,
    occurred_at,
    received_at,
    cast(0 as bigint) as order_no,
    case when type in ('track', 'page', 'screen') then 'customer' else 'system' end as direction,
    case when channel = 'mobile' or type = 'screen' then 'app' else 'web' end as channel,
    case
        when
            device_model like '%iPad%' or device_model like '%Tab%'
            or user_agent like '%iPad%' or user_agent like '%Tablet%'
            then 'tablet'
        when lower(device_type) in ('ios', 'android') or user_agent like '%Mobi%' then 'mobile'
        when user_agent is not null then 'desktop'
    end as device,
    cast(null as string) as department,
    cast(null as string) as agent,
    campaign,
    case when type = 'screen' then name else page_path end as page,
    topic,
    cast(null as string) as persona,
    revenue as value,
    currency,
    cast(null as double) as emotion,
    cast(null as string) as text,
    email,
    phone,
    cast(null as string) as customer_id,
    user_id,
    anonymous_id,
    device_id,
    cast(null as string) as contact_id,
    cast(null as string) as ticket_id,
    cast(null as string) as order_id,
    cast(null as string) as case_id,
    properties as attributes,
    row_hash
from raw.segment_events

-- What:  Web and app calls as canonical events.
-- Kind:  view
-- Grain: one row per delivered call
-- Key:   file_id, record_no
-- Reads: raw.segment_events, staging.campaign_channels, staging.user_agents
-- Rule:  a page call is the event "page" with its path, a screen call the event "screen" with its
--        name; identify, group and alias calls only say who somebody is. The device is the one an
--        app names, else the one its user agent tells. A page call that carries a campaign's medium
--        is a contact of the campaign's channel, other calls are of the web or the app.

select
    calls.file_id,
    calls.record_no,
    calls.source || ':' || coalesce(calls.message_id, calls.row_hash) as event_id,
    calls.source,
    case when calls.type = 'track' then calls.event else calls.type end as event,
    calls.occurred_at,
    calls.received_at,
    cast(0 as bigint) as order_no,
    case
        when calls.type in ('track', 'page', 'screen') then 'customer' else 'system'
    end as direction,
    case
        when calls.channel = 'mobile' or calls.type = 'screen' then 'app'
        when calls.type = 'page' then coalesce(campaigns.channel, 'web')
        else 'web'
    end as channel,
    case
        when calls.device_model like '%iPad%' or calls.device_model like '%Tab%' then 'tablet'
        when agents.device = 'tablet' then 'tablet'
        when lower(calls.device_type) in ('ios', 'android') then 'mobile'
        else agents.device
    end as device,
    cast(null as string) as department,
    cast(null as string) as agent,
    calls.campaign,
    case when calls.type = 'screen' then calls.name else calls.page_path end as page,
    calls.topic,
    cast(null as string) as persona,
    calls.revenue as value,
    calls.currency,
    cast(null as double) as emotion,
    cast(null as string) as text,
    calls.email,
    calls.phone,
    cast(null as string) as customer_id,
    calls.user_id,
    calls.anonymous_id,
    calls.device_id,
    cast(null as string) as contact_id,
    cast(null as string) as ticket_id,
    cast(null as string) as order_id,
    cast(null as string) as case_id,
    calls.properties as attributes,
    calls.row_hash
from raw.segment_events as calls
left join staging.user_agents as agents on calls.user_agent = agents.written
left join staging.campaign_channels as campaigns
    on
        coalesce(calls.campaign_medium, '') = campaigns.medium
        and coalesce(calls.campaign_source, '') = campaigns.source

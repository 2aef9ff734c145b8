-- What:  Events of sources whose columns the configuration names, as canonical events.
-- Kind:  view
-- Grain: one row per delivered event
-- Key:   file_id, record_no, event_id
-- Reads: raw.generic_events, staging.campaign_channels, staging.user_agents
-- Rule:  without an id of its own an event is known by the content of its row; a rating is carried
--        linearly from its scale to -2 .. +2; who acts is the customer unless the source says else.
--        Without a device the user agent tells it; a row that carries a campaign's medium is a
--        contact of the campaign's channel. event_of_record tells the events of one record from
--        each other: a row of any table, which has no hash of its own, is one event

select
    delivered.file_id,
    delivered.record_no,
    delivered.source || ':' || coalesce(delivered.event_id, delivered.row_hash) as event_id,
    case
        when delivered.row_hash is null then ''
        else coalesce(delivered.event_id, delivered.row_hash)
    end as event_of_record,
    delivered.source,
    delivered.event,
    delivered.occurred_at,
    delivered.received_at,
    coalesce(delivered.row_order, 0) as order_no,
    coalesce(delivered.direction, 'customer') as direction,
    coalesce(campaigns.channel, delivered.channel) as channel,
    coalesce(delivered.device, agents.device) as device,
    delivered.department,
    delivered.agent,
    delivered.campaign,
    delivered.page,
    delivered.topic,
    delivered.persona,
    delivered.value,
    delivered.currency,
    -2 + 4 * (delivered.rating - delivered.rating_low)
    / nullif(delivered.rating_high - delivered.rating_low, 0) as emotion,
    delivered.text,
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
    delivered.attributes
from raw.generic_events as delivered
left join staging.user_agents as agents on delivered.user_agent = agents.written
left join staging.campaign_channels as campaigns
    on
        coalesce(delivered.campaign_medium, '') = campaigns.medium
        and coalesce(delivered.campaign_source, '') = campaigns.source

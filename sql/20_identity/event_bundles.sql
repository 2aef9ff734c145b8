-- What:  The events in numbers: when, of which kind, with which combination of identifiers.
-- Grain: one row per event
-- Key:   event_id
-- Reads: config.logout_events, identity.bundles, staging.event_kinds, staging.events
-- Rule:  everything after this table reads its numbers, and the words of a kind only at the end

select
    events.event_id,
    bundles.bundle_no,
    kinds.kind_no,
    events.occurred_us,
    events.source_no,
    events.order_no,
    events.value,
    events.emotion
from staging.events as events
inner join staging.event_kinds as kinds
    on
        events.source_no = kinds.source_no
        and events.event = kinds.event
        and events.direction = kinds.direction
        and events.page is not distinct from kinds.page
        and events.channel is not distinct from kinds.channel
        and events.device is not distinct from kinds.device
        and events.campaign is not distinct from kinds.campaign
        and events.department is not distinct from kinds.department
        and events.agent is not distinct from kinds.agent
        and events.topic is not distinct from kinds.topic
        and events.persona is not distinct from kinds.persona
left join config.logout_events as logouts on events.event = logouts.event
inner join identity.bundles as bundles
    on
        events.source = bundles.source
        and (logouts.event is not null) = bundles.is_logout
        and events.email is not distinct from bundles.email
        and events.phone is not distinct from bundles.phone
        and events.customer_id is not distinct from bundles.customer_id
        and events.user_id is not distinct from bundles.user_id
        and events.anonymous_id is not distinct from bundles.anonymous_id
        and events.device_id is not distinct from bundles.device_id
        and events.contact_id is not distinct from bundles.contact_id
        and events.ticket_id is not distinct from bundles.ticket_id
        and events.order_id is not distinct from bundles.order_id
        and events.case_id is not distinct from bundles.case_id

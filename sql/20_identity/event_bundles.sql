-- What:  Which combination of identifiers each event carries, and when.
-- Grain: one row per event
-- Key:   event_id
-- Reads: config.logout_events, identity.bundles, staging.events

select
    events.event_id,
    bundles.bundle_no,
    events.occurred_us,
    events.source_no,
    events.order_no
from staging.events as events
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

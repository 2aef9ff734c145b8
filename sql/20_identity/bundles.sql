-- What:  The combinations of identifiers that events carry, as they were written.
-- Grain: one row per source, combination of identifiers, and whether the event is a logout
-- Key:   bundle_no
-- Reads: config.logout_events, staging.events
-- Rule:  ten million events carry about a million combinations; whatever can be told of a
--        combination is told here once, not event by event. evidence_event_id is the smallest
--        event_id.
-- Order: evidence_event_id, so that the numbers depend on the data alone

with

grouped as (
    select
        events.source,
        logouts.event is not null as is_logout,
        events.email,
        events.phone,
        events.customer_id,
        events.user_id,
        events.anonymous_id,
        events.device_id,
        events.contact_id,
        events.ticket_id,
        events.order_id,
        events.case_id,
        count(*) as events,
        min(events.occurred_us) as first_us,
        max(events.occurred_us) as last_us,
        min(events.event_id) as evidence_event_id
    from staging.events as events
    left join config.logout_events as logouts on events.event = logouts.event
    group by
        events.source,
        logouts.event is not null,
        events.email,
        events.phone,
        events.customer_id,
        events.user_id,
        events.anonymous_id,
        events.device_id,
        events.contact_id,
        events.ticket_id,
        events.order_id,
        events.case_id
)

select
    *,
    row_number() over (order by evidence_event_id) as bundle_no
from grouped

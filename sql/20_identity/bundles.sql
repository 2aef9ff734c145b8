-- What:  The combinations of identifiers that events carry, as they were written.
-- Grain: one row per source, combination of identifiers, and whether the event is a logout
-- Key:   bundle_no
-- Plain: anonymous_id, evidence_event_id
-- Reads: config.logout_events, identity.former_bundles, staging.events
-- Rule:  ten million events carry about a million combinations; whatever can be told of a
--        combination is told here once, not event by event. evidence_event_id is the smallest
--        event_id. A combination keeps the number that it had in the build before
-- Order: evidence_event_id

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
),

numbers as (
    select coalesce(max(bundle_no), 0) as bundle_no
    from identity.former_bundles
)

select
    grouped.*,
    coalesce(
        former.bundle_no,
        numbers.bundle_no
        + row_number() over (order by grouped.evidence_event_id)
    ) as bundle_no
from grouped
cross join numbers
left join identity.former_bundles as former
    on
        grouped.source = former.source
        and grouped.is_logout = former.is_logout
        and grouped.email is not distinct from former.email
        and grouped.phone is not distinct from former.phone
        and grouped.customer_id is not distinct from former.customer_id
        and grouped.user_id is not distinct from former.user_id
        and grouped.anonymous_id is not distinct from former.anonymous_id
        and grouped.device_id is not distinct from former.device_id
        and grouped.contact_id is not distinct from former.contact_id
        and grouped.ticket_id is not distinct from former.ticket_id
        and grouped.order_id is not distinct from former.order_id
        and grouped.case_id is not distinct from former.case_id

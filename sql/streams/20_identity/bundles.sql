-- What:  The combinations of identifiers that events carry, as they were written.
-- Grain: one row per source, combination of identifiers, and whether the event is a logout
-- Key:   bundle_no
-- Reads: config.logout_events, identity.former_bundles, staging.events
-- Rule:  as in the model of this name. Rows of many texts are sorted, then numbered as they come;
--        a window over all of them costs twice as much
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

sorted as (
    select *
    from grouped
    order by evidence_event_id
),

placed as (
    select
        *,
        row_number() over () as place
    from sorted
),

numbers as (
    select coalesce(max(bundle_no), 0) as bundle_no
    from identity.former_bundles
)

select
    placed.source,
    placed.is_logout,
    placed.email,
    placed.phone,
    placed.customer_id,
    placed.user_id,
    placed.anonymous_id,
    placed.device_id,
    placed.contact_id,
    placed.ticket_id,
    placed.order_id,
    placed.case_id,
    placed.events,
    placed.first_us,
    placed.last_us,
    placed.evidence_event_id,
    coalesce(former.bundle_no, numbers.bundle_no + placed.place) as bundle_no
from placed
cross join numbers
left join identity.former_bundles as former
    on
        placed.source = former.source
        and placed.is_logout = former.is_logout
        and placed.email is not distinct from former.email
        and placed.phone is not distinct from former.phone
        and placed.customer_id is not distinct from former.customer_id
        and placed.user_id is not distinct from former.user_id
        and placed.anonymous_id is not distinct from former.anonymous_id
        and placed.device_id is not distinct from former.device_id
        and placed.contact_id is not distinct from former.contact_id
        and placed.ticket_id is not distinct from former.ticket_id
        and placed.order_id is not distinct from former.order_id
        and placed.case_id is not distinct from former.case_id

-- What:  The events in numbers: when, of which kind, with which combination of identifiers.
-- Grain: one row per event
-- Key:   event_id
-- Plain: event_id
-- Reads: config.logout_events, identity.bundles, staging.doubled_events, staging.event_kinds,
--        staging.events
-- Rule:  everything after this table reads its numbers, and the words of a kind only at the end. A
--        combination is found by a mark, which costs half of comparing its twelve columns. Where
--        two have one mark, which hardly ever is, the columns are compared. event_key is a mark of
--        the id, by which later tables know an event: a number costs a fraction of a text. It is
--        the same in every build and batch. Ids that have one mark, of which staging.doubled_events
--        knows, get negative numbers

with

marked as (
    select
        *,
        xxhash64(
            source,
            is_logout,
            email,
            phone,
            customer_id,
            user_id,
            anonymous_id,
            device_id,
            contact_id,
            ticket_id,
            order_id,
            case_id
        ) as mark
    from identity.bundles
),

marks as (
    select
        mark,
        count(*) as bundles,
        min(bundle_no) as bundle_no
    from marked
    group by mark
),

alike as (
    select
        marked.bundle_no,
        marked.mark,
        marked.source,
        marked.is_logout,
        marked.email,
        marked.phone,
        marked.customer_id,
        marked.user_id,
        marked.anonymous_id,
        marked.device_id,
        marked.contact_id,
        marked.ticket_id,
        marked.order_id,
        marked.case_id
    from marked
    inner join marks on marked.mark = marks.mark
    where marks.bundles > 1
),

doubled as (
    select
        event_id,
        xxhash64(event_id) % 9223372036854775807 as mark
    from staging.doubled_events
),

shared_marks as (
    select mark
    from doubled
    group by mark
    having count(*) > 1
),

alike_ids as (
    select
        doubled.event_id,
        -row_number() over (order by doubled.event_id) as event_key
    from doubled
    inner join shared_marks on doubled.mark = shared_marks.mark
)

select
    events.event_id,
    coalesce(
        alike_ids.event_key, cast(xxhash64(events.event_id) % 9223372036854775807 as bigint)
    ) as event_key,
    coalesce(alike.bundle_no, marks.bundle_no) as bundle_no,
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
inner join marks
    on
        xxhash64(
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
        ) = marks.mark
left join alike
    on
        marks.mark = alike.mark
        and events.source = alike.source
        and (logouts.event is not null) = alike.is_logout
        and events.email is not distinct from alike.email
        and events.phone is not distinct from alike.phone
        and events.customer_id is not distinct from alike.customer_id
        and events.user_id is not distinct from alike.user_id
        and events.anonymous_id is not distinct from alike.anonymous_id
        and events.device_id is not distinct from alike.device_id
        and events.contact_id is not distinct from alike.contact_id
        and events.ticket_id is not distinct from alike.ticket_id
        and events.order_id is not distinct from alike.order_id
        and events.case_id is not distinct from alike.case_id
left join alike_ids on events.event_id = alike_ids.event_id

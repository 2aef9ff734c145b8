-- What:  Events of an XES log as canonical events; each trace is a case.
-- Grain: one row per event of a trace
-- Rule:  a step of an activity's life other than its completion is an event of its own name, so
--        that "start" and "complete" of one activity can be told apart, or matched by NAME*.
--        An event is known by its case, its place in it and its content, unless it has an id.
create or replace temp table incoming as
with

logged as (
    select
        record_no,
        content,
        body -> '$.event' as event_attributes,
        cast(body ->> '$.no' as bigint) as place,
        trim(coalesce(body ->> '$.event."concept:name"', '')) as activity,
        lower(coalesce(body ->> '$.event."lifecycle:transition"', 'complete')) as transition,
        body ->> '$.event."time:timestamp"' as written_at,
        coalesce(
            nullif(trim(body ->> '$.case."concept:name"'), ''), body ->> '$.case."identity:id"'
        ) as case_id,
        coalesce(
            json_extract_string(body -> '$.event', $customer_id_path),
            json_extract_string(body -> '$.case', $customer_id_path)
        ) as customer_id,
        body ->> '$.event."cost:total"' as cost
    from delivered
)

select
    record_no,
    event_attributes ->> '$."identity:id"' as event_id,
    activity || case when transition = 'complete' then '' else ' (' || transition || ')' end
        as event,
    instant_of(written_at, $timezone) as occurred_at,
    place as row_order,
    'customer' as direction,
    event_attributes ->> '$."org:resource"' as agent,
    event_attributes ->> '$."org:group"' as department,
    finite_number(cost, '.') as value,
    event_attributes ->> '$."cost:currency"' as currency,
    customer_id,
    case_id,
    content as attributes,
    md5(coalesce(case_id, '') || '/' || place || '/' || cast(event_attributes as varchar))
        as row_hash,
    case
        when case_id is null then 'an event outside of a trace, or of a trace without a name'
        when activity = '' then 'no concept:name'
        when cost is not null and finite_number(cost, '.') is null
            then 'cost is not a number: ' || cost
        else time_fault(written_at, instant_of(written_at, $timezone), $latest_us, $timezone)
    end as reject_reason,
    content as row_text
from logged

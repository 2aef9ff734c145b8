-- What:  Rows of a call centre as canonical events, one per leg of a call.
-- Grain: one row per leg of a call
create or replace temp table incoming as
with

written as (
    select
        record_no,
        content,
        is_object,
        plain_fault(
            body,
            [
                '$.call_id', '$.direction', '$.caller', '$.agent', '$.queue', '$.outcome',
                '$.topic', '$.email', '$.customer_id'
            ]
        ) as bad_field,
        nullif(trim(body ->> '$.call_id'), '') as call_id,
        body ->> '$.started_at' as started_at,
        body ->> '$.ended_at' as ended_at,
        nullif(trim(body ->> '$.duration_s'), '') as duration_s,
        nullif(trim(body ->> '$.wait_s'), '') as wait_s,
        lower(trim(body ->> '$.direction')) as direction,
        lower(nullif(trim(body ->> '$.outcome'), '')) as outcome,
        nullif(trim(body ->> '$.caller'), '') as caller,
        nullif(trim(body ->> '$.agent'), '') as agent,
        nullif(trim(body ->> '$.queue'), '') as queue,
        nullif(trim(body ->> '$.topic'), '') as topic,
        nullif(trim(body ->> '$.email'), '') as email,
        nullif(trim(body ->> '$.customer_id'), '') as customer_id
    from delivered
),

timed as (
    select
        *,
        instant_of(started_at, $timezone) as occurred_at,
        instant_of(ended_at, $timezone) as ended_instant,
        direction in ('out', 'outbound', 'saliente') as is_ours,
        direction in ('in', 'inbound', 'entrante') as is_theirs,
        lower(caller) in ('anonymous', 'unknown', 'private', 'oculto', 'desconocido') as is_withheld
    from written
)

select
    record_no,
    call_id || '/' || started_at || '/' || coalesce(queue, '') as event_id,
    case when is_ours then 'outbound call ' else 'call ' end || outcome as event,
    occurred_at,
    case when is_ours then 'company' else 'customer' end as direction,
    'phone' as channel,
    'phone line' as device,
    coalesce(queue, $department) as department,
    agent,
    topic,
    email,
    case when not is_withheld then caller end as phone,
    customer_id,
    call_id as ticket_id,
    cast(content as varchar) as attributes,
    md5(cast(content as varchar)) as row_hash,
    case
        when not is_object then 'not a JSON object'
        when bad_field is not null then bad_field
        when call_id is null then 'no call_id'
        when not coalesce(is_ours or is_theirs, false)
            then 'direction is neither in nor out: ' || coalesce(direction, '')
        when outcome is null then 'no outcome'
        when coalesce(trim(ended_at), '') <> '' and ended_instant is null
            then 'end not understood: ' || ended_at
        when ended_instant < occurred_at then 'the call ends before it begins: ' || ended_at
        when
            duration_s is not null
            and not coalesce(finite_number(duration_s, $decimal_sign) >= 0, false)
            then 'duration_s is no number of seconds: ' || duration_s
        when wait_s is not null and not coalesce(finite_number(wait_s, $decimal_sign) >= 0, false)
            then 'wait_s is no number of seconds: ' || wait_s
        else time_fault(started_at, occurred_at, $latest_us, $timezone)
    end as reject_reason,
    cast(content as varchar) as row_text
from timed

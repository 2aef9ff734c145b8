-- What:  Messages of a WhatsApp chat as canonical events.
-- Grain: one row per message or notice
-- Rule:  notices that nobody wrote are no events. Media are messages without text. A message has no
--        id: it is known by its customer, time, writer and text, and by its number among equals.
create or replace temp table incoming as
with

told as (
    select
        record_no,
        content,
        body ->> '$.kind' as kind,
        cast(body ->> '$.own' as boolean) as own,
        body ->> '$.sender' as sender,
        body ->> '$.customer' as customer,
        body ->> '$.text' as message,
        body ->> '$.written_at' as written_at,
        instant_of(body ->> '$.written_at', $timezone) as occurred_at
    from delivered
),

numbered as (
    select
        *,
        regexp_full_match(customer, '[+]?[0-9 ().-]+')
        and length(regexp_replace(customer, '[^0-9]', '', 'g')) >= 7 as is_phone,
        row_number() over (
            partition by customer, written_at, sender, message, kind order by record_no
        ) as occurrence
    from told
)

select
    record_no,
    case
        when kind in ('message', 'media') and own then 'agent message'
        when kind in ('message', 'media') then 'customer message'
        when kind = 'deleted' then 'message deleted'
        when kind = 'missed call' then 'missed call'
    end as event,
    occurred_at,
    record_no as row_order,
    case when own then 'company' else 'customer' end as direction,
    coalesce($channel, 'whatsapp') as channel,
    coalesce($device, 'mobile') as device,
    cast($department as varchar) as department,
    case when own then sender end as agent,
    case when kind = 'message' then message end as text,
    case when is_phone then customer end as phone,
    case when not is_phone then customer end as contact_id,
    content as attributes,
    md5(
        concat_ws(
            '/', coalesce(customer, ''), written_at, coalesce(sender, ''), kind, message, occurrence
        )
    ) as row_hash,
    case
        when written_at is null then 'a line before the first message'
        when kind <> 'system' and customer is null then 'no identifier'
        else time_fault(written_at, occurred_at, $latest_us, $timezone)
    end as reject_reason,
    content as row_text
from numbered

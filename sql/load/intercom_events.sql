-- What:  Intercom conversations, conversation parts and contacts as canonical events.
-- Rule:  a conversation gives its beginning, its rating and the parts it holds; a part of its own
--        line gives itself. Numbers are epoch seconds, text is ISO 8601. Bodies lose their HTML.
create or replace temp table incoming as
with

lines as (
    select
        record_no,
        content,
        body,
        coalesce(
            body ->> '$.type',
            case
                when json_exists(body, '$.part_type') then 'conversation_part'
                when json_exists(body, '$.source') then 'conversation'
                when json_exists(body, '$.role') then 'contact'
            end
        ) as kind
    from delivered
),

conversations as (
    select
        record_no,
        body,
        body ->> '$.id' as conversation_id,
        case
            when json_type(body, '$.conversation_parts') = 'ARRAY'
                then body -> '$.conversation_parts'
            else body -> '$.conversation_parts.conversation_parts'
        end as parts,
        coalesce(
            body ->> '$.contacts[0].id', body ->> '$.contacts.contacts[0].id',
            case
                when body ->> '$.source.author.type' in ('user', 'lead', 'contact')
                    then body ->> '$.source.author.id'
            end
        ) as contact_id,
        case
            when body ->> '$.source.type' = 'conversation' then 'chat'
            when body ->> '$.source.type' = 'phone_call' then 'phone'
            else body ->> '$.source.type'
        end as channel
    from lines
    where kind = 'conversation'
),

told as (
    select
        record_no,
        'conversation' as kind,
        conversation_id as own_id,
        conversation_id,
        contact_id,
        channel,
        'conversation started' as event,
        body ->> '$.created_at' as written_at,
        body -> '$.source.author' as author,
        case
            when coalesce(body ->> '$.source.redacted', '') <> 'true'
                then body ->> '$.source.body'
        end as html,
        cast(null as varchar) as rating,
        cast(null as json) as assigned_to,
        body
    from conversations
    union all
    select
        record_no,
        'rating' as kind,
        conversation_id as own_id,
        conversation_id,
        contact_id,
        channel,
        'rating' as event,
        body ->> '$.conversation_rating.created_at' as written_at,
        cast('{"type": "user"}' as json) as author,
        body ->> '$.conversation_rating.remark' as html,
        body ->> '$.conversation_rating.rating' as rating,
        cast(null as json) as assigned_to,
        body -> '$.conversation_rating' as body
    from conversations
    where body ->> '$.conversation_rating.rating' is not null
    union all
    select
        record_no,
        'part' as kind,
        part ->> '$.id' as own_id,
        conversation_id,
        contact_id,
        channel,
        case
            when
                part ->> '$.part_type' in ('comment', 'quick_reply')
                and part ->> '$.author.type' in ('user', 'lead', 'contact')
                then 'customer message'
            when part ->> '$.part_type' = 'comment' then 'agent message'
            when part ->> '$.part_type' = 'note' then 'internal note'
            when part ->> '$.part_type' in (
                'assignment', 'assign_and_reopen', 'default_assignment', 'away_mode_assignment'
            ) then 'conversation assigned'
            when part ->> '$.part_type' = 'close' then 'conversation closed'
            when part ->> '$.part_type' = 'open' then 'conversation reopened'
            when part ->> '$.part_type' = 'snoozed' then 'conversation snoozed'
        end as event,
        part ->> '$.created_at' as written_at,
        part -> '$.author' as author,
        case when coalesce(part ->> '$.redacted', '') <> 'true' then part ->> '$.body' end as html,
        cast(null as varchar) as rating,
        case
            when json_type(part, '$.assigned_to') = 'OBJECT' then part -> '$.assigned_to'
        end as assigned_to,
        part as body
    from (
        select
            record_no,
            body ->> '$.conversation_id' as conversation_id,
            cast(null as varchar) as contact_id,
            cast(null as varchar) as channel,
            body as part
        from lines
        where kind = 'conversation_part'
        union all
        select
            record_no,
            conversation_id,
            contact_id,
            channel,
            unnest(cast(parts as json[])) as part
        from conversations
    ) as parts_of_all
    union all
    select
        record_no,
        'contact' as kind,
        body ->> '$.id' as own_id,
        cast(null as varchar) as conversation_id,
        body ->> '$.id' as contact_id,
        cast(null as varchar) as channel,
        'contact created' as event,
        body ->> '$.created_at' as written_at,
        cast(null as json) as author,
        cast(null as varchar) as html,
        cast(null as varchar) as rating,
        cast(null as json) as assigned_to,
        body
    from lines
    where kind in ('contact', 'user', 'lead')
    union all
    select
        record_no,
        'unknown' as kind,
        cast(null as varchar) as own_id,
        cast(null as varchar) as conversation_id,
        cast(null as varchar) as contact_id,
        cast(null as varchar) as channel,
        cast(null as varchar) as event,
        cast(null as varchar) as written_at,
        cast(null as json) as author,
        cast(null as varchar) as html,
        cast(null as varchar) as rating,
        cast(null as json) as assigned_to,
        body
    from lines
    where
        kind is null
        or kind not in ('conversation', 'conversation_part', 'contact', 'user', 'lead')
),

timed as (
    select
        *,
        case
            when try_cast(written_at as double) is not null
                then instant_of_number(written_at, 1000000)
            else instant_of(written_at, $timezone)
        end as occurred_at,
        coalesce(author ->> '$.type', '') in ('user', 'lead', 'contact') as by_customer
    from told
),

judged as (
    select
        *,
        time_fault(written_at, occurred_at, $latest_us, $timezone) as fault
    from timed
)

select
    judged.record_no,
    judged.kind || ':' || judged.own_id as event_id,
    judged.event,
    judged.occurred_at,
    try_cast(judged.own_id as bigint) as row_order,
    case
        when judged.event in ('internal note', 'contact created') then 'system'
        when judged.by_customer then 'customer'
        else 'company'
    end as direction,
    judged.channel,
    case
        when judged.assigned_to ->> '$.type' = 'team'
            then coalesce(
                judged.assigned_to ->> '$.name', 'team ' || (judged.assigned_to ->> '$.id')
            )
    end as department,
    case when not judged.by_customer then judged.author ->> '$.name' end as agent,
    finite_number(judged.rating, '.') as rating,
    case when judged.kind = 'rating' then 1.0 end as rating_low,
    case when judged.kind = 'rating' then 5.0 end as rating_high,
    nullif(trim(regexp_replace(judged.html, '<[^>]*>', ' ', 'g')), '') as text,
    case
        when judged.kind = 'contact' then judged.body ->> '$.email'
        when judged.by_customer then judged.author ->> '$.email'
    end as email,
    case when judged.kind = 'contact' then judged.body ->> '$.phone' end as phone,
    case when judged.kind = 'contact' then judged.body ->> '$.external_id' end as customer_id,
    coalesce(
        judged.contact_id, case when judged.by_customer then judged.author ->> '$.id' end
    ) as contact_id,
    judged.conversation_id as ticket_id,
    cast(judged.body as varchar) as attributes,
    md5(judged.kind || cast(judged.body as varchar)) as row_hash,
    case
        when not delivered.is_object then 'not a JSON object'
        when judged.kind = 'unknown' then 'neither a conversation, a part of one nor a contact'
        when judged.own_id is null then 'no id'
        when judged.kind = 'part' and judged.conversation_id is null then 'no conversation_id'
        when judged.rating is not null and finite_number(judged.rating, '.') not between 1 and 5
            then 'a rating beyond 1 to 5: ' || judged.rating
        else judged.fault
    end as reject_reason,
    delivered.content as row_text
from judged
inner join delivered on judged.record_no = delivered.record_no

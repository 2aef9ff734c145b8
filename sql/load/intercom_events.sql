-- What:  Intercom conversations, conversation parts and contacts as canonical events.
-- Grain: one row per event of a record
-- Rule:  a conversation gives its beginning, its rating and the parts it holds; a part of its own
--        line gives itself. Numbers are epoch seconds, text is ISO 8601. Bodies lose their HTML.
--        The department is the team assigned last; without assignments in the file a rating is of
--        the team the conversation is with now. Lines of teams and statistics tell their names.
-- Order: time, then the number of the part, inside a conversation
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

teams as (
    select
        coalesce(team ->> '$.team_id', team ->> '$.id') as team_id,
        min(coalesce(team ->> '$.team_name', team ->> '$.name')) as team_name
    from (
        select
            unnest(
                case
                    when kind = 'team' then [body]
                    else json_extract(body, '$.statistics.assigned_team_first_response_time[*]')
                end
            ) as team
        from lines
    ) as named
    group by coalesce(team ->> '$.team_id', team ->> '$.id')
),

conversations as (
    select
        record_no,
        body,
        case
            when body ->> '$.team_assignee_id' not in ('', '0')
                then json_object('id', body ->> '$.team_assignee_id')
        end as team_now,
        body ->> '$.id' as conversation_id,
        json_extract(body, '$.conversation_parts[*]')
        || json_extract(body, '$.conversation_parts.conversation_parts[*]') as parts,
        coalesce(
            body ->> '$.contacts[0].id', body ->> '$.contacts.contacts[0].id',
            case
                when body ->> '$.source.author.type' in ('user', 'lead', 'contact')
                    then body ->> '$.source.author.id'
            end
        ) as contact_id,
        replace(
            replace(body ->> '$.source.type', 'conversation', 'chat'), 'phone_call', 'phone'
        ) as channel
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
        body
    from conversations
    union all by name
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
        team_now,
        body -> '$.conversation_rating' as body
    from conversations
    where body ->> '$.conversation_rating.rating' is not null
    union all by name
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
        case
            when part ->> '$.assigned_to.type' = 'team' then part -> '$.assigned_to'
        end as team,
        part as body
    from (
        select
            record_no,
            body ->> '$.conversation_id' as conversation_id,
            body as part
        from lines
        where kind = 'conversation_part'
        union all by name
        select
            record_no,
            conversation_id,
            contact_id,
            channel,
            unnest(parts) as part
        from conversations
    ) as parts_of_all
    union all by name
    select
        record_no,
        'contact' as kind,
        body ->> '$.id' as own_id,
        body ->> '$.id' as contact_id,
        'contact created' as event,
        body ->> '$.created_at' as written_at,
        body
    from lines
    where kind in ('contact', 'user', 'lead')
    union all by name
    select
        record_no,
        case when kind = 'team' then 'team' else 'unknown' end as kind,
        body
    from lines
    where
        coalesce(kind, '') not in ('conversation', 'conversation_part', 'contact', 'user', 'lead')
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
        coalesce(
            last_value(team ignore nulls) over (
                partition by conversation_id
                order by occurred_at, try_cast(own_id as bigint), own_id, kind
                rows between unbounded preceding and current row
            ), team_now
        ) as team_then,
        plain_fault(
            body,
            [
                '$.type', '$.id', '$.conversation_id', '$.part_type', '$.external_id', '$.email',
                '$.phone', '$.author.id', '$.author.name', '$.author.email', '$.source.type',
                '$.source.author.id', '$.source.author.name', '$.source.author.email',
                '$.contacts[0].id', '$.contacts.contacts[0].id', '$.assigned_to.id'
            ]
        ) as bad_field,
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
    coalesce(
        judged.team_then ->> '$.name', teams.team_name, 'team ' || (judged.team_then ->> '$.id')
    ) as department,
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
        when judged.bad_field is not null then judged.bad_field
        when judged.kind = 'team' then null
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
left join teams on judged.team_then ->> '$.id' = teams.team_id

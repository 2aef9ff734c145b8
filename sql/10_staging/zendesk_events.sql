-- What:  What support and its customers did, as canonical events.
-- Grain: one row per ticket (its creation), per audit event that means something and per message
--        of a chat
-- Key:   event_id
-- Reads: staging.stg_zendesk__groups, staging.stg_zendesk__tickets, staging.stg_zendesk__users,
--        staging.zendesk_ticket_events
-- Rule:  the first comment is the ticket itself, so it is no message of its own; a comment by the
--        requester is the customer's, one by anybody else is ours; a private one is an internal
--        note. The department is the group the ticket is in at that time. Good and bad ratings are
--        +2 and -2. Other changes of fields have no meaning to a customer and give no event. What
--        we do on Zendesk's own pages ("web") says nothing of the channel the customer uses.
-- Order: created_at, then event_id inside a ticket

with

created as (
    select
        file_id,
        record_no,
        source,
        'ticket:' || ticket_id as own_id,
        ticket_id,
        requester_id as author_id,
        channel,
        'ticket created' as event,
        'customer' as direction,
        cast(null as string) as contact_id,
        cast(null as string) as group_id,
        cast(null as double) as emotion,
        description as text,
        created_at,
        cast(0 as bigint) as order_no,
        row_hash
    from staging.stg_zendesk__tickets
),

first_groups as (
    select
        source,
        ticket_id,
        max(group_id) as group_id
    from staging.zendesk_ticket_events
    where is_first_audit and field_name = 'group_id'
    group by source, ticket_id
),

audited as (
    select
        placed.*,
        case
            when placed.said is not null then placed.said
            when placed.type in ('Comment', 'VoiceComment') and not placed.is_public
                then 'internal note'
            when
                placed.type in ('Comment', 'VoiceComment') and not placed.is_first_audit
                and placed.created_at > coalesce(tickets.created_at, timestamp_micros(0))
                and placed.author_id = tickets.requester_id
                then 'customer message'
            when
                placed.type in ('Comment', 'VoiceComment') and not placed.is_first_audit
                and placed.created_at > coalesce(tickets.created_at, timestamp_micros(0))
                then 'agent message'
            when placed.type = 'SatisfactionRating' and placed.score in ('good', 'bad')
                then 'rating'
            when
                placed.type = 'Change' and placed.field_name = 'satisfaction_score'
                and placed.value in ('good', 'bad')
                then 'rating'
            when placed.type = 'Change' and placed.field_name = 'group_id' then 'ticket assigned'
            when
                placed.type = 'Change' and placed.field_name = 'status'
                and placed.previous_value = 'solved' and placed.value in ('new', 'open', 'pending')
                then 'ticket reopened'
            when placed.type = 'Change' and placed.field_name = 'status'
                then 'ticket ' || placed.value
        end as event,
        tickets.requester_id
    from staging.zendesk_ticket_events as placed
    left join staging.stg_zendesk__tickets as tickets
        on placed.source = tickets.source and placed.ticket_id = tickets.ticket_id
),

happened as (
    select
        created.file_id,
        created.record_no,
        created.source,
        created.own_id,
        created.ticket_id,
        created.author_id,
        created.channel,
        created.event,
        created.direction,
        created.contact_id,
        first_groups.group_id,
        created.emotion,
        created.text,
        created.created_at,
        created.order_no,
        created.row_hash
    from created
    left join first_groups
        on created.source = first_groups.source and created.ticket_id = first_groups.ticket_id
    union all
    select
        file_id,
        record_no,
        source,
        'event:' || event_id as own_id,
        ticket_id,
        author_id,
        channel,
        event,
        case
            when event in ('internal note', 'automatic message') then 'system'
            when event in ('customer message', 'rating') or author_id = requester_id then 'customer'
            else 'company'
        end as direction,
        contact_id,
        group_id,
        case
            when event = 'rating' and coalesce(score, value) = 'good' then 2.0
            when event = 'rating' then -2.0
        end as emotion,
        case when event = 'rating' then coalesce(satisfaction_comment, text) else text end as text,
        created_at,
        event_no as order_no,
        row_hash
    from audited
    where event is not null
)

select
    happened.file_id,
    happened.record_no,
    happened.source || ':' || happened.own_id as event_id,
    happened.source,
    happened.event,
    happened.created_at as occurred_at,
    timestamp_micros(cast(null as bigint)) as received_at,
    happened.order_no,
    happened.direction,
    case
        when happened.channel = 'voice' then 'phone'
        when happened.channel in ('native_messaging', 'messaging') then 'chat'
        when happened.channel in ('web', 'rule', 'system') and happened.direction <> 'customer'
            then null
        else happened.channel
    end as channel,
    case
        when happened.channel = 'voice' then 'phone line'
        when happened.channel in ('whatsapp', 'sms') then 'mobile'
    end as device,
    departments.name as department,
    case when authors.role in ('agent', 'admin') then authors.name end as agent,
    cast(null as string) as campaign,
    cast(null as string) as page,
    tickets.topic,
    cast(null as string) as persona,
    cast(null as double) as value,
    cast(null as string) as currency,
    happened.emotion,
    happened.text,
    requesters.email,
    requesters.phone,
    requesters.external_id as customer_id,
    cast(null as string) as user_id,
    cast(null as string) as anonymous_id,
    cast(null as string) as device_id,
    coalesce(tickets.requester_id, happened.contact_id) as contact_id,
    happened.ticket_id,
    cast(null as string) as order_id,
    cast(null as string) as case_id,
    cast(null as string) as attributes,
    happened.row_hash
from happened
left join staging.stg_zendesk__tickets as tickets
    on happened.source = tickets.source and happened.ticket_id = tickets.ticket_id
left join staging.stg_zendesk__users as requesters
    on
        happened.source = requesters.source
        and coalesce(tickets.requester_id, happened.contact_id) = requesters.user_id
left join staging.stg_zendesk__users as authors
    on happened.source = authors.source and happened.author_id = authors.user_id
left join staging.stg_zendesk__groups as departments
    on happened.source = departments.source and happened.group_id = departments.group_id

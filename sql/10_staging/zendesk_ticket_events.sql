-- What:  What happened to tickets and was written in their chats, each with the ticket's group at
--        that time.
-- Grain: one row per audit event and per message of a chat
-- Key:   source, event_id
-- Reads: staging.stg_zendesk__audit_events, staging.zendesk_chat_messages
-- Rule:  the group is the one the last change up to then put the ticket into
-- Order: created_at, then event_no and event_id inside a ticket

with

told as (
    select
        file_id,
        record_no,
        source,
        event_id,
        audit_id,
        ticket_id,
        author_id,
        channel,
        type,
        is_public,
        field_name,
        value,
        previous_value,
        score,
        text,
        is_first_audit,
        event_no,
        created_at,
        row_hash,
        cast(null as string) as contact_id,
        cast(null as string) as said
    from staging.stg_zendesk__audit_events
    union all
    select
        file_id,
        record_no,
        source,
        'chat:' || event_id as event_id,
        'chat:' || chat_id as audit_id,
        ticket_id,
        author_id,
        channel,
        'Chat' as type,
        true as is_public,
        cast(null as string) as field_name,
        cast(null as string) as value,
        cast(null as string) as previous_value,
        cast(null as string) as score,
        text,
        false as is_first_audit,
        event_no,
        created_at,
        row_hash,
        contact_id,
        event as said
    from staging.zendesk_chat_messages
),

grouped as (
    select
        *,
        case when field_name = 'group_id' then value end as new_group_id,
        sum(case when field_name = 'group_id' then 1 else 0 end) over (
            partition by source, ticket_id
            order by created_at, event_no, event_id
            rows between unbounded preceding and current row
        ) as group_changes,
        max(case when field_name = 'satisfaction_comment' then value end) over (
            partition by source, audit_id
        ) as satisfaction_comment
    from told
)

select
    *,
    max(new_group_id) over (partition by source, ticket_id, group_changes) as group_id
from grouped

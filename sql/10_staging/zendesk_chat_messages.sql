-- What:  What was written in chats, by whom, and in which ticket.
-- Grain: one row per message or file sent
-- Key:   source, event_id
-- Reads: raw.zendesk_chat_events, staging.stg_zendesk__chats, staging.stg_zendesk__tickets,
--        staging.stg_zendesk__users
-- Rule:  "agent:" before the author's number says that it is ours, and so does the user's role;
--        any other number is a customer; what no person wrote (a trigger, the system, a blank) is
--        automatic. Of the tickets that a chat became a message belongs to the youngest that was
--        there when it was sent, else to the first. Who came, left or changed a name is no message
-- Order: file_id, then record_no: the file that was delivered last wins

with

ranked as (
    select
        *,
        replace(coalesce(actor_id, ''), 'agent:', '') as author_id,
        row_number() over (
            partition by source, event_id order by file_id desc, record_no desc
        ) as recency
    from raw.zendesk_chat_events
    where type in ('ChatMessage', 'ChatFileAttachment')
),

placed as (
    select
        ranked.*,
        chats.ticket_id,
        chats.user_id,
        coalesce(chats.channel, 'chat') as channel,
        row_number() over (
            partition by ranked.source, ranked.event_id
            order by
                case when tickets.created_at <= ranked.created_at then 0 else 1 end asc,
                case
                    when tickets.created_at <= ranked.created_at then tickets.created_at
                end desc nulls last,
                tickets.created_at asc nulls last, chats.ticket_id asc, chats.file_id asc,
                chats.record_no asc
        ) as ticket_no
    from ranked
    left join staging.stg_zendesk__chats as chats
        on ranked.source = chats.source and ranked.chat_id = chats.chat_id
    left join staging.stg_zendesk__tickets as tickets
        on chats.source = tickets.source and chats.ticket_id = tickets.ticket_id
    where ranked.recency = 1
)

select
    placed.file_id,
    placed.record_no,
    placed.source,
    placed.event_id,
    placed.chat_id,
    placed.ticket_id,
    placed.author_id,
    case
        when placed.actor_id like 'agent:%' or authors.role in ('agent', 'admin')
            then 'agent message'
        when placed.author_id = '' or placed.author_id like '!_!_%' escape '!'
            then 'automatic message'
        else 'customer message'
    end as event,
    case
        when placed.user_id is not null then placed.user_id
        when
            placed.author_id <> '' and placed.actor_id not like 'agent:%'
            and placed.actor_id not like '!_!_%' escape '!'
            and coalesce(authors.role, 'end-user') = 'end-user'
            then placed.author_id
    end as contact_id,
    placed.channel,
    placed.text,
    coalesce(placed.chat_index, 0) as event_no,
    placed.created_at,
    placed.row_hash
from placed
left join staging.stg_zendesk__users as authors
    on placed.source = authors.source and placed.author_id = authors.user_id
where placed.ticket_no = 1

-- What:  Chats and the tickets they became, in their latest state.
-- Grain: one row per chat and ticket; a long conversation may become several tickets
-- Key:   source, chat_id, ticket_id
-- Reads: raw.zendesk_chats
-- Order: file_id, then record_no: the file that was delivered last wins

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, chat_id, ticket_id order by file_id desc, record_no desc
        ) as recency
    from raw.zendesk_chats
)

select
    file_id,
    record_no,
    source,
    chat_id,
    ticket_id,
    user_id,
    channel
from ranked
where recency = 1

-- What:  Zendesk chats: the ticket that one became, the customer, and where it was held.
-- Grain: one row per chat
create or replace temp table incoming as
select
    record_no,
    body ->> '$.chat_id' as chat_id,
    body ->> '$.ticket_id' as ticket_id,
    nullif(body ->> '$.user_id', '') as user_id,
    nullif(body ->> '$.channel', '') as channel,
    md5(content) as row_hash,
    case
        when coalesce(body ->> '$.chat_id', '') = '' then 'no chat_id'
        when coalesce(body ->> '$.ticket_id', '') = '' then 'no ticket_id'
    end as reject_reason,
    content as row_text
from delivered
where body ->> '$._chat' = 'chat'

-- What:  What was said and done in Zendesk chats.
-- Grain: one row per act of a chat
create or replace temp table incoming as
with

told as (
    select
        record_no,
        content,
        body,
        body ->> '$.created_at' as written_at,
        instant_of(body ->> '$.created_at', $timezone) as created_at
    from delivered
    where body ->> '$._chat' = 'event'
)

select
    record_no,
    body ->> '$.chat_id' as chat_id,
    concat_ws(':', body ->> '$.chat_id', body ->> '$.chat_index', written_at) as event_id,
    body ->> '$.type' as type,
    body ->> '$.actor_id' as actor_id,
    coalesce(nullif(body ->> '$.message', ''), body ->> '$.filename') as text,
    created_at,
    try_cast(body ->> '$.chat_index' as bigint) as chat_index,
    md5(content) as row_hash,
    case
        when coalesce(body ->> '$.chat_id', '') = '' then 'no chat_id'
        when coalesce(body ->> '$.type', '') = '' then 'no type'
        else time_fault(written_at, created_at, $latest_us, $timezone)
    end as reject_reason,
    content as row_text
from told

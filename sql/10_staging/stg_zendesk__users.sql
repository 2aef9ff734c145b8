-- What:  Everybody Zendesk knows, customers and our own people, in their latest state.
-- Grain: one row per user
-- Key:   source, user_id
-- Reads: raw.zendesk_users
-- Order: updated_at, then the file and the record that were delivered last

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, user_id
            order by updated_at desc nulls last, file_id desc, record_no desc
        ) as recency
    from raw.zendesk_users
)

select
    file_id,
    record_no,
    source,
    user_id,
    name,
    role,
    email,
    phone,
    external_id,
    row_hash
from ranked
where recency = 1

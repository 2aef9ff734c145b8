-- What:  What happened to tickets, each event of each audit once.
-- Grain: one row per audit event
-- Key:   source, event_id
-- Reads: raw.zendesk_audit_events
-- Order: file_id, then record_no and event_no: the file that was delivered last wins

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, event_id order by file_id desc, record_no desc, event_no desc
        ) as recency
    from raw.zendesk_audit_events
)

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
    coalesce(is_public, true) as is_public,
    field_name,
    value,
    previous_value,
    score,
    text,
    is_first_audit,
    event_no,
    created_at,
    row_hash
from ranked
where recency = 1

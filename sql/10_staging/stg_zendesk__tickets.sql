-- What:  Tickets in their latest state.
-- Grain: one row per ticket
-- Key:   source, ticket_id
-- Reads: raw.zendesk_tickets
-- Order: updated_at, then the file and the record that were delivered last

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, ticket_id
            order by updated_at desc nulls last, file_id desc, record_no desc
        ) as recency
    from raw.zendesk_tickets
)

select
    file_id,
    record_no,
    source,
    ticket_id,
    requester_id,
    channel,
    topic,
    description,
    created_at,
    row_hash
from ranked
where recency = 1

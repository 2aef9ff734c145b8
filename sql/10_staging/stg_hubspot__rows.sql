-- What:  What a connector's HubSpot tables say, each thing once, in its latest state.
-- Grain: one row per event, name or link
-- Key:   source, kind, own_id
-- Reads: raw.hubspot_rows
-- Order: the file and the record that were delivered last

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, kind, own_id order by file_id desc, record_no desc
        ) as recency
    from raw.hubspot_rows
    where kind <> 'nothing' and own_id is not null
)

select
    file_id,
    record_no,
    source,
    kind,
    own_id,
    event,
    occurred_at,
    direction,
    channel,
    campaign,
    page,
    topic,
    persona,
    stage_id,
    name,
    value,
    text,
    email,
    phone,
    customer_id,
    contact_id,
    order_id,
    ticket_id,
    engagement_id,
    attributes,
    row_hash
from ranked
where recency = 1

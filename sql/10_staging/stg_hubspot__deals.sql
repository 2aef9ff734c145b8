-- What:  Sales as the CRM knows them, the latest delivery of each.
-- Grain: one row per deal
-- Key:   source, record_id
-- Reads: raw.hubspot_deals
-- Order: file_id, then record_no: the file that was delivered last wins

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, record_id order by file_id desc, record_no desc
        ) as recency
    from raw.hubspot_deals
)

select
    file_id,
    record_no,
    source,
    record_id,
    created_at,
    closed_at,
    deal_stage,
    pipeline,
    amount,
    currency,
    contact_id,
    sales_channel,
    attributes,
    row_hash
from ranked
where recency = 1

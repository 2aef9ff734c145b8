-- What:  The stages that deals entered, as the latest delivery of each deal tells it.
-- Grain: one row per deal, pipeline and stage
-- Key:   source, record_id, pipeline, stage
-- Reads: raw.hubspot_deal_stages
-- Order: file_id, then record_no: the file that was delivered last wins

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, record_id, pipeline, stage order by file_id desc, record_no desc
        ) as recency
    from raw.hubspot_deal_stages
)

select
    file_id,
    record_no,
    source,
    record_id,
    pipeline,
    stage,
    entered_at
from ranked
where recency = 1

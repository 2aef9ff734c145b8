-- What:  Groups, which are departments, under their latest name.
-- Grain: one row per group
-- Key:   source, group_id
-- Reads: raw.zendesk_groups
-- Order: updated_at, then the file and the record that were delivered last

with

ranked as (
    select
        *,
        row_number() over (
            partition by source, group_id
            order by updated_at desc nulls last, file_id desc, record_no desc
        ) as recency
    from raw.zendesk_groups
)

select
    file_id,
    record_no,
    source,
    group_id,
    name,
    row_hash
from ranked
where recency = 1

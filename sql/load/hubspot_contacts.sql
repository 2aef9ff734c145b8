-- What:  HubSpot contacts as the portal exports them: a CSV whose columns are property labels.
-- Grain: one row per contact
-- Note:  times carry no offset; they are local time of the source's zone.
create or replace temp table incoming as
with

labelled as (
    select
        record_no,
        content,
        content ->> '$."Record ID"' as record_id,
        content ->> '$."Create Date"' as written_at,
        instant_of(content ->> '$."Create Date"', $timezone) as created_at
    from delivered
    where not json_exists(content, '$."Deal Stage"') and not json_exists(body, '$._table')
)

select
    record_no,
    record_id,
    created_at,
    content ->> '$."Email"' as email,
    content ->> '$."Phone Number"' as phone,
    content ->> '$."Persona"' as persona,
    content ->> '$."Lifecycle Stage"' as lifecycle_stage,
    content ->> '$."Original Source"' as original_source,
    json_extract_string(content, $customer_id_path) as customer_id,
    cast(content as varchar) as attributes,
    md5(content) as row_hash,
    case
        when coalesce(record_id, '') = '' then 'no Record ID'
        else time_fault(written_at, created_at, $latest_us, $timezone)
    end as reject_reason,
    cast(content as varchar) as row_text
from labelled

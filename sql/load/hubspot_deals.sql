-- What:  HubSpot deals as the portal exports them: a CSV whose columns are property labels.
create or replace temp table incoming as
with

labelled as (
    select
        record_no,
        content,
        content ->> '$."Record ID"' as record_id,
        content ->> '$."Create Date"' as written_at,
        instant_of(content ->> '$."Create Date"', $timezone) as created_at,
        case
            when $decimal_sign = '.' then content ->> '$."Amount"'
            else replace(replace(content ->> '$."Amount"', '.', ''), ',', '.')
        end as amount_text
    from delivered
    where json_exists(content, '$."Deal Stage"') and not json_exists(body, '$._table')
)

select
    record_no,
    record_id,
    created_at,
    instant_of(content ->> '$."Close Date"', $timezone) as closed_at,
    content ->> '$."Deal Stage"' as deal_stage,
    content ->> '$."Pipeline"' as pipeline,
    finite_number(amount_text, '.') as amount,
    content ->> '$."Currency"' as currency,
    nullif(trim(split_part(content ->> '$."Associated Contact IDs"', ';', 1)), '') as contact_id,
    content ->> '$."Sales channel"' as sales_channel,
    cast(content as varchar) as attributes,
    md5(content) as row_hash,
    case
        when coalesce(record_id, '') = '' then 'no Record ID'
        when
            coalesce(amount_text, '') <> '' and finite_number(amount_text, '.') is null
            then 'amount not understood: ' || (content ->> '$."Amount"')
        else time_fault(written_at, created_at, $latest_us, $timezone)
    end as reject_reason,
    cast(content as varchar) as row_text
from labelled

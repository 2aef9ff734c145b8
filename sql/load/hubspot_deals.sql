-- What:  HubSpot deals as the portal exports them: a CSV whose columns are property labels.
-- Grain: one row per deal
-- Rule:  a deal is taken whole or not at all: one date of a stage that cannot be believed
--        rejects it, and so does a close date that cannot be read. One to come is an
--        expectation, and is left out.
create or replace temp table incoming as
with

labelled as (
    select
        record_no,
        content,
        content ->> '$."Record ID"' as record_id,
        content ->> '$."Create Date"' as written_at,
        instant_of(content ->> '$."Create Date"', $timezone) as created_at,
        content ->> '$."Amount"' as amount_text,
        nullif(trim(content ->> '$."Close Date"'), '') as closed_text,
        instant_of(content ->> '$."Close Date"', $timezone) as closed_at,
        list_filter(
            list_transform(
                list_filter(
                    json_keys(body), lambda label: regexp_full_match(label, 'Date entered ".*"')
                ),
                lambda label: {
                    'label': label,
                    'written_at': nullif(
                        trim(
                            json_extract_string(
                                body,
                                '$."' || replace(replace(label, '\', '\\'), '"', '\"') || '"'
                            )
                        ), ''
                    )
                }
            ),
            lambda stage: stage['written_at'] is not null
        ) as stages
    from delivered
    where json_exists(content, '$."Deal Stage"') and not json_exists(body, '$._table')
),

faulty_stages as (
    select
        *,
        list_extract(
            list_filter(
                list_transform(
                    stages,
                    lambda stage: stage['label'] || ': ' || time_fault(
                        stage['written_at'], instant_of(stage['written_at'], $timezone), $latest_us,
                        $timezone
                    )
                ),
                lambda fault: fault is not null
            ),
            1
        ) as stage_fault
    from labelled
)

select
    record_no,
    record_id,
    created_at,
    case when epoch_us(closed_at) <= $latest_us then closed_at end as closed_at,
    content ->> '$."Deal Stage"' as deal_stage,
    content ->> '$."Pipeline"' as pipeline,
    finite_number(amount_text, $decimal_sign) as amount,
    content ->> '$."Currency"' as currency,
    nullif(trim(split_part(content ->> '$."Associated Contact IDs"', ';', 1)), '') as contact_id,
    content ->> '$."Sales channel"' as sales_channel,
    cast(content as varchar) as attributes,
    md5(content) as row_hash,
    case
        when coalesce(record_id, '') = '' then 'no Record ID'
        when
            coalesce(amount_text, '') <> '' and finite_number(amount_text, $decimal_sign) is null
            then 'amount not understood: ' || amount_text
        when closed_text is not null and closed_at is null
            then 'Close Date: ' || time_fault(closed_text, closed_at, $latest_us, $timezone)
        else coalesce(time_fault(written_at, created_at, $latest_us, $timezone), stage_fault)
    end as reject_reason,
    cast(content as varchar) as row_text
from faulty_stages

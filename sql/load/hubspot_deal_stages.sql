-- What:  The stages a deal entered, one row each, from columns labelled
--        `Date entered "STAGE (PIPELINE)"`. Only of deals that were taken.
create or replace temp table incoming as
with

labels as (
    select
        deals.record_no,
        deals.record_id,
        deals.attributes,
        unnest(json_keys(deals.attributes)) as label
    from raw.hubspot_deals as deals
    where deals.file_id = $file_id
),

stages as (
    select
        record_no,
        record_id,
        attributes,
        regexp_extract(label, '^Date entered "(.*) \((.*)\)"$', ['stage', 'pipeline']) as entered,
        json_extract_string(
            attributes, '$."' || replace(replace(label, '\', '\\'), '"', '\"') || '"'
        ) as written_at
    from labels
    where regexp_full_match(label, 'Date entered ".* \(.*\)"')
)

select
    stages.record_no,
    stages.record_id,
    entered.stage,
    entered.pipeline,
    instant_of(stages.written_at, $timezone) as entered_at,
    time_fault(stages.written_at, instant_of(stages.written_at, $timezone), $latest_us, $timezone)
        as reject_reason,
    stages.attributes as row_text
from stages
where coalesce(trim(stages.written_at), '') <> ''

-- What:  The stages a deal entered, one row each, from columns labelled
--        `Date entered "STAGE (PIPELINE)"`. Only of deals that were taken just now.
-- Grain: one row per deal and stage that it entered
-- Note:  a deal with a date that cannot be believed was rejected with it, so nothing is rejected
--        here.
create or replace temp table incoming as
with

labels as (
    select
        deals.record_no,
        deals.record_id,
        deals.attributes,
        unnest(json_keys(deals.attributes)) as label
    from raw.hubspot_deals as deals
    where
        deals.file_id = $file_id
        and deals.record_no in (select delivered.record_no from delivered)
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
    cast(null as varchar) as reject_reason,
    stages.attributes as row_text
from stages
where coalesce(trim(stages.written_at), '') <> ''

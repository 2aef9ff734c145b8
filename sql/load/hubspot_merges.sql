-- What:  Contacts that were merged into others, one row each, from the columns in which a contact
--        lists those that it took in. Only of contacts that were taken just now.
-- Grain: one row per contact that was taken in
-- Rule:  a list is parted by semicolons; an id may carry the time of the merger, in milliseconds
-- Note:  what is no number is nobody's id, so nothing is rejected here
create or replace temp table incoming as
with

records as (
    select
        record_no,
        record_id,
        attributes
    from raw.hubspot_contacts
    where
        file_id = $file_id and record_no in (select delivered.record_no from delivered)
    union all
    select
        record_no,
        own_id as record_id,
        attributes
    from raw.hubspot_rows
    where
        kind = 'contact' and file_id = $file_id
        and record_no in (select delivered.record_no from delivered)
),

labels as (
    select
        *,
        unnest(json_keys(attributes)) as label
    from records
    where regexp_matches(lower(attributes), 'merged|fusionad|combinad')
),

told as (
    select
        record_no,
        record_id,
        attributes,
        unnest(
            string_split(
                json_extract_string(
                    attributes, '$."' || replace(replace(label, '\', '\\'), '"', '\"') || '"'
                ),
                ';'
            )
        ) as merged
    from labels
    where
        regexp_full_match(
            lower(label),
            'merged (contact|object|record) ids.*'
            || '|ids? de (los )?(contactos|objetos|registros) (fusionados|combinados).*'
            || '|(properties__|property_)?hs_(merged_object_ids|calculated_merged_vids)'
        )
)

select
    record_no,
    trim(split_part(merged, ':', 1)) as loser_id,
    record_id as winner_id,
    max(instant_of_number(nullif(trim(split_part(merged, ':', 2)), ''), 1000)) as merged_at,
    cast(null as varchar) as reject_reason,
    any_value(attributes) as row_text
from told
where regexp_full_match(trim(split_part(merged, ':', 1)), '\d+')
group by record_no, loser_id, record_id

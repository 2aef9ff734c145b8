-- What:  The JSON objects of one file in which a key stands twice, so that nobody knows its value.
-- Grain: one row per record in which a key stands twice
-- Rule:  objects inside count too, however deep; one key in two objects is two keys.
-- Note:  records longer than $bytes are refused for that, so their keys are not looked at.
with

objects as (
    select
        record_no,
        content,
        list_prepend(body, json_extract(body, '$..*')) as parts
    from delivered
    where is_object and strlen(content) <= $bytes
),

doubled as (
    select
        record_no,
        content,
        list_extract(
            list_filter(
                list_transform(parts, lambda part: json_keys(part)),
                lambda names: len(names) > list_unique(names)
            ),
            1
        ) as names
    from objects
)

select
    record_no as line,
    keys_fault(names) as reason,
    content as row
from doubled
where names is not null

-- What:  The JSON objects of one file in which a key stands twice, so that nobody knows its value.
-- Note:  keys inside nested objects are not looked at.
with

objects as (
    select
        record_no,
        content,
        json_keys(body) as key_names
    from delivered
    where is_object
),

keys as (
    select
        record_no,
        content,
        unnest(key_names) as key_name
    from objects
    where len(key_names) > list_unique(key_names)
),

doubled as (
    select
        record_no,
        key_name,
        any_value(content) as content
    from keys
    group by record_no, key_name
    having count(*) > 1
)

select
    record_no as line,
    'a key twice: ' || min(key_name) as reason,
    any_value(content) as row
from doubled
group by record_no

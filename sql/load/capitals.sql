-- What:  Whether the first record has a key with a capital letter in it.
-- Grain: one row
with

keys as (
    select unnest(json_keys(arg_min(body, record_no))) as key_name
    from delivered
)

select coalesce(bool_or(key_name <> lower(key_name)), false) as found
from keys

-- What:  The rejected rows of one file that are JSON objects, as if they were delivered again.
-- Grain: one row per record that is tried again
create or replace temp table delivered as
select
    line as record_no,
    row as content,
    true as is_object,
    cast(row as json) as body
from raw.rejects
where file_id = $file_id and json_valid(row) and starts_with(ltrim(row), '{')

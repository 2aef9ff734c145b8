-- What:  The delivered records again, marked as rows of a connector's table.
-- Grain: one row per record
create or replace temp table delivered as
select
    record_no,
    content,
    is_object,
    json_merge_patch(body, '{"_table": true}') as body
from delivered

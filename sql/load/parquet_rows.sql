-- What:  The rows of one Parquet file, each as a JSON object keyed by column.
-- Grain: one row per row of the file
-- Note:  times with a zone are written in UTC, because the session is in UTC. The number of a row
--        is no part of it: without an id of its own it is known by its content.
create or replace temp table delivered as
select
    record_no,
    content,
    true as is_object,
    content as body
from (
    -- Apart, because the file may have a column called content.
    select
        row_number() over () as record_no,
        to_json(delivered_row) as content
    from read_parquet($path, hive_partitioning = false) as delivered_row
) as records

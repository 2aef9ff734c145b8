-- What:  The rows of one Parquet file, each as a JSON object keyed by column.
-- Note:  times with a zone are written in UTC, because the session is in UTC.
create or replace temp table delivered as
select
    file_row_number + 1 as record_no,
    to_json(delivered_row) as content,
    true as is_object,
    content as body
from (
    select
        file_row_number,
        columns(* exclude (file_row_number))
    from read_parquet($path, file_row_number = true, hive_partitioning = false)
) as delivered_row

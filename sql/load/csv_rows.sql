-- What:  The records of one CSV file with a header, each as a JSON object keyed by column label.
-- Note:  a record with too few or too many fields goes to reject_errors, which the loader reads.
create or replace temp table delivered as
select
    row_number() over () as record_no,
    to_json(delivered_row) as content,
    true as is_object,
    content as body
from
    read_csv(
        $path, all_varchar = true, header = true, quote = '"', escape = '"', store_rejects = true
    ) as delivered_row

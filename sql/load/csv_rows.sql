-- What:  The records of one CSV file with a header, each as a JSON object keyed by column label.
-- Grain: one row per record
-- Note:  csv_file is a view of the file under the dialect its source states or its header shows. A
--        record with too few or too many fields goes to reject_errors, which the loader reads.
--        record_no is the line, the header being line 1; a record that spans lines counts one.
create or replace temp table delivered as
select
    record_no,
    content,
    true as is_object,
    content as body
from (
    -- Apart, because the file may have a column called content.
    select
        1 + row_number() over () as record_no,
        to_json(csv_file) as content
    from csv_file
) as records

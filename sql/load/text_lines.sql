-- What:  The lines of one text file that are not blank, each with its number.
-- Grain: one row per line that is not blank
create or replace temp table delivered as
select
    row_number() over () as record_no,
    content,
    true as is_object,
    cast(null as json) as body
from
    read_csv(
        $path,
        columns = { 'content': 'VARCHAR' },
        header = false,
        auto_detect = false,
        delim = e'\x01',
        quote = '',
        escape = '',
        hive_partitioning = false,
        max_line_size = 16777216
    )
qualify trim(content) <> ''

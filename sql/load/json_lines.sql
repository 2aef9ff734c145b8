-- What:  The lines of one JSON-lines file, as text, each with its number.
-- Grain: one row per line
-- Note:  body is the line as a JSON object, and NULL where the line is none: such a line is refused
--        by the format, with its reason. Formats read body, because a condition does not keep
--        DuckDB from parsing the lines it would leave out.
create or replace temp table delivered as
select
    row_number() over () as record_no,
    content,
    case when json_valid(content) then json_type(content) = 'OBJECT' else false end as is_object,
    case
        when json_valid(content) and starts_with(ltrim(content), '{') then cast(content as json)
    end as body
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

-- What:  The lines of one JSON-lines file, as text, each with its number.
-- Note:  a line that is not JSON is kept here and refused by the format, with its reason.
create or replace temp table delivered as
select
    row_number() over () as record_no,
    content,
    coalesce(json_valid(content) and json_type(content) = 'OBJECT', false) as is_object
from
    read_csv(
        $path,
        columns = { 'content': 'VARCHAR' },
        header = false,
        auto_detect = false,
        delim = e'\x01',
        quote = '',
        escape = ''
    )
qualify trim(content) <> ''

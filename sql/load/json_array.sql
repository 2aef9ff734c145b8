-- What:  The elements of one JSON array, as text, each with its number.
-- Grain: one row per element
-- Note:  an element that is no object is refused by the format; an array that is cut or damaged
--        refuses the file, because nobody can tell where the next element would begin.
create or replace temp table delivered as
select
    row_number() over () as record_no,
    cast(json as varchar) as content,
    json_type(json) = 'OBJECT' as is_object,
    case when json_type(json) = 'OBJECT' then json end as body
from read_json_objects($path, format = 'array', maximum_object_size = 16777216)

-- What:  The JSON objects of one file with so many brackets that they may be nested too deep.
select
    record_no as line,
    content as row
from delivered
where
    is_object
    and strlen(content) - strlen(replace(replace(content, '{', ''), '[', '')) > $levels

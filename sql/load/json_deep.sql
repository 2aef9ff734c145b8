-- What:  The JSON objects of one file that are nested deeper than $levels.
-- Grain: one row per record that is nested too deep
select
    record_no as line,
    depth_fault(content, $levels) as reason,
    content as row
from delivered
where is_object and depth_fault(content, $levels) is not null

-- What:  The lines of a CSV file that have too few or too many fields, or cannot be read.
-- Grain: one row per faulty line
select
    min(line) as line,
    string_agg(
        distinct lower(cast(error_type as varchar)),
        ', ' order by lower(cast(error_type as varchar))
    ) as reason,
    min(csv_line) as row
from reject_errors
group by scan_id, file_id, line
order by line

-- What:  Whether the times of a column are all numbers, and the one unit they are all in, if any.
-- Grain: one row
select
    count(nullif(trim(written), '')) = count(try_cast(written as double)) as are_numbers,
    epoch_unit(
        min(try_cast(written as double)), max(try_cast(written as double)), $latest_us
    ) as unit
from written_times

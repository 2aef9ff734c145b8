-- What:  When the data begin and end, those of the build before and those of new files.
-- Grain: one row
-- Key:   none, one row
-- Reads: batch.new_data_window, staging.former_data_window
-- Rule:  no end of data was asked for, so it is the last event

select
    least(former.first_us, fresh.first_us) as first_us,
    greatest(former.last_us, fresh.last_us) as last_us,
    greatest(former.as_of_us, fresh.as_of_us) as as_of_us,
    timestamp_micros(greatest(former.as_of_us, fresh.as_of_us)) as as_of_at
from staging.former_data_window as former
cross join batch.new_data_window as fresh

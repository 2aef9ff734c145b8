-- What:  The end of the data and the time zone of days.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.settings, staging.data_window

select
    data.as_of_us,
    settings.timezone
from staging.data_window as data
cross join config.settings as settings

-- What:  Which run this is: program, configuration, input and the options that decide the numbers.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.settings, staging.data_window

select
    settings.version,
    settings.config_hash,
    settings.input_hash,
    data.as_of_at,
    timestamp_micros(data.first_us) as first_event_at,
    timestamp_micros(data.last_us) as last_event_at,
    settings.timezone,
    settings.currency,
    settings.language,
    settings.session_gap_us / 1000000.0 as session_gap_s,
    settings.session_gap_ends,
    settings.session_midnight,
    settings.session_campaign,
    settings.session_length_us / 1000000.0 as session_length_s,
    settings.session_begins,
    settings.session_ends,
    settings.max_steps,
    settings.small_cell_k
from config.settings as settings
cross join staging.data_window as data

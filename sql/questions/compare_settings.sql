-- What:  What a comparison of one definition needs to know beside the journeys.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.journeys, config.opportunity_settings, config.settings, staging.data_window

select
    definitions.timeout_us,
    settings.timezone,
    limits.min_n,
    data.first_us,
    data.as_of_us
from config.journeys as definitions
cross join config.settings as settings
cross join config.opportunity_settings as limits
cross join staging.data_window as data
where definitions.journey = $journey

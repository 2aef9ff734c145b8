-- What:  Until when the steps of each definition can be judged, and how their places are numbered.
-- Grain: one row per journey definition
-- Key:   journey_no
-- Reads: config.journeys, config.settings, staging.data_window
-- Rule:  as in journeys.judged_steps
-- Order: journey_no

select
    definitions.journey_no,
    data.as_of_us - definitions.timeout_us as until_us,
    settings.max_steps
from config.journeys as definitions
cross join staging.data_window as data
cross join config.settings as settings
order by definitions.journey_no

-- What:  The language and the time zone of the project.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.settings
-- Rule:  as configured

select
    language,
    timezone
from config.settings

-- What:  The configured time zone.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.settings

select timezone
from config.settings

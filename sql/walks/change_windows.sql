-- What:  How long before an event the same topic, or another login, makes it a repetition.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.handoff_settings

select
    login_window_us as login_us,
    topic_window_us as topic_us
from config.handoff_settings

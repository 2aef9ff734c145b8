-- What:  What ends a visit.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.settings
-- Rule:  session_length_us is 0 where visits may be of any length

select
    longest_silence_us,
    coalesce(session_length_us, 0) as session_length_us
from config.settings

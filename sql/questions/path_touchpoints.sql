-- What:  The names of all touchpoints, which wildcards and patterns are looked up in.
-- Grain: one row per touchpoint
-- Key:   touchpoint
-- Reads: marts.touchpoints

select touchpoint
from marts.touchpoints
order by touchpoint

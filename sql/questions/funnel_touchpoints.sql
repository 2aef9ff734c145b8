-- What:  The touchpoints that are defined or occur, with their stage.
-- Grain: one row per touchpoint
-- Key:   touchpoint
-- Reads: marts.touchpoints
-- Order: touchpoint

select
    touchpoint,
    stage
from marts.touchpoints
order by touchpoint

-- What:  The touchpoints by their numbers.
-- Grain: one row per touchpoint
-- Key:   touchpoint_no
-- Reads: journeys.kinds

select distinct
    touchpoint_no,
    touchpoint
from journeys.kinds

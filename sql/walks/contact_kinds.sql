-- What:  The touchpoint of each kind of event, in numbers.
-- Grain: one row per kind of event that has a touchpoint
-- Key:   kind_no
-- Reads: journeys.kinds

select
    kind_no,
    touchpoint_no
from journeys.kinds

-- What:  The touchpoint of each kind of event that has one.
-- Grain: one row per kind of event
-- Key:   kind_no
-- Reads: journeys.kinds
-- Order: kind_no

select
    kind_no,
    touchpoint_no
from journeys.kinds
order by kind_no

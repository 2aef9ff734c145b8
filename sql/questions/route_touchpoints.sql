-- What:  The touchpoints that events have, with their numbers.
-- Grain: one row per touchpoint
-- Key:   touchpoint_no
-- Reads: journeys.kinds
-- Order: touchpoint

select
    touchpoint_no,
    max(touchpoint) as touchpoint
from journeys.kinds
group by touchpoint_no
order by touchpoint

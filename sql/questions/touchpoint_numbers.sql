-- What:  The numbers by which touchpoints are known.
-- Grain: one row per touchpoint that occurs
-- Key:   touchpoint_no
-- Reads: journeys.kinds

select distinct
    touchpoint_no,
    touchpoint
from journeys.kinds
order by touchpoint_no

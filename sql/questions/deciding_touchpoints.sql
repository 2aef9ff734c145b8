-- What:  The touchpoints that decide a journey: by a goal or a competing end.
-- Grain: one row per journey definition and touchpoint
-- Key:   journey_no, touchpoint_no
-- Reads: journeys.roles
-- Order: journey_no, touchpoint_no

select distinct
    journey_no,
    touchpoint_no
from journeys.roles
where outcome_no is not null
order by journey_no, touchpoint_no

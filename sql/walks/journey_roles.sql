-- What:  What each kind of event does in each kind of journey, in numbers.
-- Grain: one row per journey definition and kind of event that takes part in it
-- Key:   journey_no, kind_no
-- Reads: journeys.roles
-- Rule:  outcome_no is -1 where the event decides nothing

select
    journey_no,
    kind_no,
    touchpoint_no,
    coalesce(outcome_no, -1) as outcome_no,
    may_begin = 1 as may_begin
from journeys.roles

-- What:  The journey definitions that were computed.
-- Grain: one row per journey definition
-- Key:   journey
-- Reads: config.journeys

select
    journey,
    journey_no as position,
    objective,
    protagonist,
    boundary,
    case_type,
    timeout_us / 1000000.0 as timeout_s,
    repeats,
    start_touchpoints,
    goal_touchpoints,
    end_touchpoints
from config.journeys

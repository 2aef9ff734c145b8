-- What:  The touchpoints that are failures.
-- Grain: one row per touchpoint
-- Key:   touchpoint_no
-- Reads: config.failure_patterns, journeys.kinds
-- Rule:  as in journeys.judged_steps
-- Order: touchpoint_no

select distinct kinds.touchpoint_no
from journeys.kinds as kinds
inner join config.failure_patterns as patterns
    on lower(kinds.touchpoint) like patterns.pattern escape '!'
order by kinds.touchpoint_no

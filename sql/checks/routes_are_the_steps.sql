-- What:  A route has as many touchpoints as steps, and shares that add up to one.
-- Grain: one row per broken promise
-- Key:   journey
-- Reads: marts.routes

select
    journey,
    sum(journeys) as journeys,
    sum(share) as share,
    max(cumulative_share) as cumulative_share
from marts.routes
group by journey
having
    abs(sum(share) - 1) > 0.000000001
    or abs(max(cumulative_share) - 1) > 0.000000001
    or max(case when size(route) <> steps then 1 else 0 end) = 1

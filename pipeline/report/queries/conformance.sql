-- How journeys went beside the plans for them: states first, then what deviates, step by step.
select
    plan,
    journey,
    kind,
    step_no,
    touchpoint,
    at_risk,
    journeys,
    share,
    share_low,
    share_high,
    reached_with,
    reached_without,
    difference,
    difference_low,
    difference_high,
    coalesce(q, 1.0) as q
from marts.conformance
order by plan, kind not in ('conforming', 'unfinished', 'deviating', 'open'), step_no, kind, touchpoint

-- What:  How journeys went beside one plan.
-- Grain: one row per kind, step of the plan and touchpoint
-- Key:   kind, step_no, touchpoint
-- Reads: marts.conformance
-- Order: the states first, then the deviations from many to few

select
    kind,
    step_no,
    touchpoint,
    at_risk,
    journeys,
    people,
    share,
    share_low,
    share_high,
    reached_with,
    reached_without,
    difference,
    difference_low,
    difference_high,
    p,
    q,
    is_too_few
from marts.conformance
where plan = $plan
order by
    case kind
        when 'conforming' then 1
        when 'unfinished' then 2
        when 'deviating' then 3
        when 'open' then 4
        else 5
    end asc,
    journeys desc,
    kind asc,
    step_no asc,
    touchpoint asc

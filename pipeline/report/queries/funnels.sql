-- The funnels of the configuration, step by step.
select
    journey,
    funnel,
    step_no,
    touchpoint,
    is_optional,
    unit,
    coalesce(journeys, people) as journeys,
    at_risk,
    open,
    rate_of_first,
    rate_of_first_low,
    rate_of_first_high,
    rate_of_exposed,
    rate_of_exposed_low,
    rate_of_exposed_high,
    median_s,
    p90_s
from marts.funnels
order by funnel, step_no

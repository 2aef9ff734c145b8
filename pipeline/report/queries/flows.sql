-- What the step Sankey draws.
select
    journey,
    step_no,
    from_touchpoint,
    to_touchpoint,
    journeys
from marts.flows
order by journey, step_no, from_touchpoint, to_touchpoint

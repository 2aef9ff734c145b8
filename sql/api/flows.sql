-- What:  The flows of one journey definition, for its step Sankey.
-- Grain: one row per step, from and to
select
    step_no,
    from_touchpoint,
    to_touchpoint,
    journeys
from marts.flows
where journey = $journey
order by step_no, from_touchpoint, to_touchpoint

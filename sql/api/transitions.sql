-- What:  The transitions of one journey definition, for its graph.
-- Grain: one row per from and to
select
    from_touchpoint,
    to_touchpoint,
    transitions,
    journeys,
    people,
    median_gap_s,
    p90_gap_s
from marts.transitions
where journey = $journey
order by from_touchpoint, to_touchpoint

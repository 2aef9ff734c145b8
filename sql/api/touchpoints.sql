-- What:  What is known of each touchpoint, for the nodes of a graph.
-- Grain: one row per touchpoint
select
    touchpoint,
    channel,
    stage
from marts.touchpoints
order by touchpoint

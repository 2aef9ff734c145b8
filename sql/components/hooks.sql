-- What:  Every node that has a smaller neighbour, hooked to the smallest.
-- Grain: one row per node
-- Key:   node_no
-- Reads: components.edges
-- Rule:  parents are smaller than their children, so there is no circle

select
    high_no as node_no,
    min(low_no) as parent_no,
    count(*) as edges
from components.edges
group by high_no

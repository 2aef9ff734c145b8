-- What:  Edges that no node hangs by.
-- Grain: one row per edge
-- Key:   none, an edge may come twice
-- Reads: components.edges, components.hooks
-- Rule:  the edge to the smallest neighbour lies inside one tree, so only nodes with further edges
--        are looked at

select
    edges.low_no,
    edges.high_no
from components.edges as edges
inner join components.hooks as hooks on edges.high_no = hooks.node_no and hooks.edges > 1
where edges.low_no <> hooks.parent_no

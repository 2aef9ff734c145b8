-- What:  The deep nodes, twice as far up.
-- Grain: one row per node
-- Key:   node_no
-- Reads: components.deep_hooks, components.hooks
-- Rule:  p = p[p]; the parent's parent is among the deep nodes, or one step up, or there is none

select
    nodes.node_no,
    coalesce(deep_parents.parent_no, parents.parent_no, nodes.parent_no) as parent_no,
    parents.node_no is not null as is_moved
from components.deep_hooks as nodes
left join components.deep_hooks as deep_parents on nodes.parent_no = deep_parents.node_no
left join components.hooks as parents on nodes.parent_no = parents.node_no

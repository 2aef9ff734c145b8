-- What:  Every hooked node with the root of its tree.
-- Grain: one row per node
-- Key:   node_no
-- Reads: components.deep_hooks, components.hooks

select
    hooks.node_no,
    coalesce(deep_hooks.parent_no, hooks.parent_no) as parent_no
from components.hooks as hooks
left join components.deep_hooks as deep_hooks on hooks.node_no = deep_hooks.node_no

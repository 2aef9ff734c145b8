-- What:  Nodes whose parent has a parent itself, with that one.
-- Grain: one row per node
-- Key:   node_no
-- Reads: components.hooks
-- Rule:  most nodes are no deeper than one, so the steps that follow touch few

select
    hooks.node_no,
    parents.parent_no
from components.hooks as hooks
inner join components.hooks as parents on hooks.parent_no = parents.node_no

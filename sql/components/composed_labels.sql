-- What:  Nodes of one round and of all later ones, with the smallest node of their component.
-- Grain: one row per node that is not the smallest of its component
-- Key:   node_no
-- Reads: components.labels, components.parents
-- Rule:  a node of this round has the label of its root; the roots are nodes of later rounds

select
    parents.node_no,
    coalesce(labels.label_no, parents.parent_no) as label_no
from components.parents as parents
left join components.labels as labels on parents.parent_no = labels.node_no
union all
select
    node_no,
    label_no
from components.labels

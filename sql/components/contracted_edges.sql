-- What:  The edges between trees, each tree now one node named by its root.
-- Grain: one row per pair of trees
-- Key:   low_no, high_no
-- Reads: components.parents, components.spare_edges

with

relabelled as (
    select
        coalesce(low_parents.parent_no, edges.low_no) as one_no,
        coalesce(high_parents.parent_no, edges.high_no) as other_no
    from components.spare_edges as edges
    left join components.parents as low_parents on edges.low_no = low_parents.node_no
    left join components.parents as high_parents on edges.high_no = high_parents.node_no
)

select distinct
    least(one_no, other_no) as low_no,
    greatest(one_no, other_no) as high_no
from relabelled
where one_no <> other_no

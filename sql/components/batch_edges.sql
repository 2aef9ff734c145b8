-- What:  The links of the batch, as edges between former components.
-- Grain: one row per link between two components
-- Key:   none, an edge may come twice
-- Reads: components.batch_ends, components.batch_links

select
    least(left_ends.component_no, right_ends.component_no) as low_no,
    greatest(left_ends.component_no, right_ends.component_no) as high_no
from components.batch_links as links
inner join components.batch_ends as left_ends on links.left_no = left_ends.identifier_no
inner join components.batch_ends as right_ends on links.right_no = right_ends.identifier_no
where left_ends.component_no <> right_ends.component_no

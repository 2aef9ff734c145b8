-- What:  The links of identifiers whose component was dissolved: they are to be joined again.
-- Grain: one row per link
-- Key:   none, a link may come twice
-- Reads: components.dissolved, identity.usable_links

select
    links.left_no,
    links.right_no
from identity.usable_links as links
inner join components.dissolved as ends on links.left_no = ends.identifier_no
union all
select
    links.left_no,
    links.right_no
from identity.usable_links as links
inner join components.dissolved as ends on links.right_no = ends.identifier_no

-- What:  Pairs that must stay apart, inside the components that break a rule.
-- Grain: one row per pair
-- Key:   left_value_no, right_value_no
-- Reads: components.members, identity.cannot_links
-- Order: left_value_no, right_value_no

select distinct
    left_members.value_no as left_value_no,
    right_members.value_no as right_value_no
from identity.cannot_links as cannot_links
inner join components.members as left_members on cannot_links.left_no = left_members.identifier_no
inner join components.members as right_members
    on cannot_links.right_no = right_members.identifier_no
order by left_value_no, right_value_no

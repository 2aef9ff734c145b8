-- What:  Identifiers that are linked belong to the same person, unless the link was refused, and
--        then they do not.
-- Grain: one row per broken promise
-- Key:   left_no, right_no
-- Reads: identity.components, identity.links, identity.refusals

select
    links.left_no,
    links.right_no
from identity.links as links
left join identity.refusals as refusals
    on links.left_no = refusals.left_no and links.right_no = refusals.right_no
left join identity.components as left_side on links.left_no = left_side.identifier_no
left join identity.components as right_side on links.right_no = right_side.identifier_no
where
    left_side.component_no is null
    or right_side.component_no is null
    or (left_side.component_no <> right_side.component_no and refusals.left_no is null)
    or (left_side.component_no = right_side.component_no and refusals.left_no is not null)

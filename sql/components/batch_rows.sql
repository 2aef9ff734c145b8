-- What:  The rows of identity.components that a batch changes or adds.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.split_components, identity.touched_members
-- Rule:  what the replay has split stands in place of what the links alone would join; mostly that
--        is what was there before, and needs no change

select
    touched.identifier_no,
    coalesce(split.component_no, touched.component_no) as component_no
from identity.touched_members as touched
left join components.split_components as split on touched.identifier_no = split.identifier_no
where
    touched.former_no is null
    or touched.former_no <> coalesce(split.component_no, touched.component_no)

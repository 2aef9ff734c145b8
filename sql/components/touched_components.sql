-- What:  The components that a batch, or what was refused before it, has a part in.
-- Grain: one row per component
-- Key:   component_no
-- Reads: components.batch_ends, identity.components

select distinct components.component_no
from components.batch_ends as ends
inner join identity.components as components on ends.identifier_no = components.identifier_no

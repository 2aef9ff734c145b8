-- What:  The identifiers among which broken components are looked for after a batch.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.components, identity.touched_components
-- Rule:  what the former run refused is joined again by the batch, so every other component is as
--        whole as the former run left it

select
    components.identifier_no,
    components.component_no
from identity.components as components
inner join identity.touched_components as touched
    on components.component_no = touched.component_no

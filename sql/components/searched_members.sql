-- What:  The identifiers among which broken components are looked for: all of them.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.components

select
    identifier_no,
    component_no
from identity.components

-- What:  The identifiers among which broken components are looked for after a batch.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.touched_members

select
    identifier_no,
    component_no
from identity.touched_members

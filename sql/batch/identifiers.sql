-- What:  The rows of identity.identifiers that a batch adds, or tells more of.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: batch.added_identifiers, batch.told_identifiers

select
    id_type,
    id_scope,
    id_value,
    id_class,
    strength,
    blocked_by,
    events,
    first_us,
    last_us,
    identifier_no
from batch.added_identifiers
union all
select
    id_type,
    id_scope,
    id_value,
    id_class,
    strength,
    blocked_by,
    events,
    first_us,
    last_us,
    identifier_no
from batch.told_identifiers

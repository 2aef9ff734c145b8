-- What:  Of which class those identifiers are that are searched: all of them.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.identifiers

select
    identifier_no,
    id_class
from identity.identifiers

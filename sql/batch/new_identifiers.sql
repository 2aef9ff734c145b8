-- What:  The numbers of identifiers that were never seen before.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: batch.added_identifiers

select identifier_no
from batch.added_identifiers

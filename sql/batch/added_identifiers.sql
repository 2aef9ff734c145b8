-- What:  The identifiers that were never seen before, as a whole build would make them.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: batch.near_identifiers, batch.numbered_identifiers

select numbered.*
from batch.numbered_identifiers as numbered
left join batch.near_identifiers as near on numbered.identifier_no = near.identifier_no
where near.identifier_no is null

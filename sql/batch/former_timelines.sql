-- What:  The events of the identifiers that a batch follows anew, as they were.
-- Grain: one row per identifier and event
-- Key:   identifier_no, place
-- Reads: batch.owning_identifiers, identity.owner_timelines
-- Rule:  identity.owner_timelines is still that of the build before

select timelines.*
from identity.owner_timelines as timelines
inner join batch.owning_identifiers as own on timelines.identifier_no = own.identifier_no

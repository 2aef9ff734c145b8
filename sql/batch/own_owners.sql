-- What:  How the identifiers tell whose an event is that a batch follows anew.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: batch.owning_identifiers, identity.owners

select owners.*
from identity.owners as owners
inner join batch.owning_identifiers as own on owners.identifier_no = own.identifier_no

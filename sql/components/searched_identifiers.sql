-- What:  Of which class those identifiers are that are searched after a batch.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.searched, identity.identifiers

select
    identifiers.identifier_no,
    identifiers.id_class
from identity.identifiers as identifiers
inner join components.searched as searched
    on identifiers.identifier_no = searched.identifier_no

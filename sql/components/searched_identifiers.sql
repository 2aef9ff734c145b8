-- What:  Those of the identifiers searched after a batch that are unique to a person.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: components.searched, identity.identifiers

select
    identifiers.identifier_no,
    identifiers.id_class
from identity.identifiers as identifiers
inner join components.searched as searched
    on identifiers.identifier_no = searched.identifier_no
where identifiers.id_class = 'unique'

-- What:  The identifiers that were never seen before.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.former_identifiers, identity.identifiers

select
    identifiers.identifier_no,
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value
from identity.identifiers as identifiers
left join identity.former_identifiers as former
    on identifiers.identifier_no = former.identifier_no
where former.identifier_no is null

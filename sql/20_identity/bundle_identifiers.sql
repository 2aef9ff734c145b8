-- What:  Which identifiers each combination holds.
-- Grain: one row per combination and identifier
-- Key:   bundle_no, identifier_no
-- Reads: identity.bundle_values, identity.identifiers

select
    found.bundle_no,
    identifiers.identifier_no,
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_class,
    identifiers.strength,
    identifiers.blocked_by
from identity.bundle_values as found
inner join identity.identifiers as identifiers
    on
        found.id_type = identifiers.id_type
        and found.id_scope = identifiers.id_scope
        and found.id_value = identifiers.id_value

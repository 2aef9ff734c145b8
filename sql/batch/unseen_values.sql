-- What:  Values in new combinations that no event carried before.
-- Grain: one row per combination and identifier type
-- Key:   bundle_no, id_type
-- Reads: batch.added_values, identity.identifiers

select
    found.bundle_no,
    found.id_type,
    found.id_scope,
    found.id_value
from batch.added_values as found
left join identity.identifiers as identifiers
    on
        found.id_type = identifiers.id_type
        and found.id_scope = identifiers.id_scope
        and found.id_value = identifiers.id_value
where identifiers.identifier_no is null

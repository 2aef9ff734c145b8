-- What:  Whom each identifier stood for in the build before, while its tables are still there.
-- Grain: one row per identifier
-- Key:   id_hash
-- Reads: identity.assignments, identity.pseudonyms
-- Rule:  by hash, because the numbers of identifiers are others in every build

select
    pseudonyms.id_hash,
    names.person_id
from identity.assignments as assignments
inner join identity.pseudonyms as pseudonyms
    on assignments.identifier_no = pseudonyms.identifier_no
inner join identity.pseudonyms as names on assignments.person_key = names.identifier_no

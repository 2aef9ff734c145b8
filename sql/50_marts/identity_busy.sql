-- What:  Identifiers of so many people that they prove nothing.
-- Grain: one row per identifier
-- Key:   id_type, id_value
-- Reads: identity.busy_identifiers, identity.identifiers, identity.pseudonyms
-- Rule:  id_value is a keyed hash

select
    identifiers.id_type,
    pseudonyms.id_hash as id_value,
    busy.people,
    identifiers.events
from identity.busy_identifiers as busy
inner join identity.identifiers as identifiers on busy.identifier_no = identifiers.identifier_no
inner join identity.pseudonyms as pseudonyms on busy.identifier_no = pseudonyms.identifier_no

-- What:  Who used which identifier, from its first sighting with them to its last.
-- Grain: one row per identifier and person
-- Key:   id_type, id_value, person_id
-- Plain: id_value, person_id
-- Reads: identity.identifiers, identity.person_identifiers, identity.persons, identity.pseudonyms
-- Rule:  an address that was handed over and a device that is shared have a row for each person

select
    identifiers.id_type,
    pseudonyms.id_hash as id_value,
    persons.person_id,
    timestamp_micros(used.first_us) as valid_from,
    timestamp_micros(used.last_us) as valid_to
from identity.person_identifiers as used
inner join identity.identifiers as identifiers on used.identifier_no = identifiers.identifier_no
inner join identity.persons as persons on used.person_key = persons.person_key
inner join identity.pseudonyms as pseudonyms on used.identifier_no = pseudonyms.identifier_no

-- What:  The candidates, as identity knew them in the build before.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.candidates, identity.persons

select
    persons.person_key,
    persons.person_id,
    persons.identifiers,
    persons.first_us
from identity.persons as persons
inner join batch.candidates as people on persons.person_key = people.person_key

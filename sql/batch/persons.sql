-- What:  The people of a batch, as identity knows them.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.people, identity.persons

select
    persons.person_key,
    persons.person_id,
    persons.identifiers,
    persons.first_us
from identity.persons as persons
inner join batch.people as people on persons.person_key = people.person_key

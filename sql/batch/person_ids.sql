-- What:  The ids of the people of a batch, those gone since the build before among them.
-- Grain: one row per person id
-- Key:   person_id
-- Reads: batch.people, identity.former_persons, identity.persons

select persons.person_id
from identity.persons as persons
inner join batch.people as people on persons.person_key = people.person_key
union
select persons.person_id
from identity.former_persons as persons
inner join batch.people as people on persons.person_key = people.person_key

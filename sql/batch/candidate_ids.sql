-- What:  The ids of the candidates, those gone since the build before among them.
-- Grain: one row per person id
-- Key:   person_id
-- Reads: batch.candidates, identity.former_persons, identity.persons
-- Rule:  identity.former_persons are the candidates as they were

select persons.person_id
from identity.persons as persons
inner join batch.candidates as people on persons.person_key = people.person_key
union
select former.person_id
from identity.former_persons as former

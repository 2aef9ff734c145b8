-- What:  The people found so far, and those who share a case with one of them.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.people, batch.shared_cases

select person_key
from batch.people
union
select others.person_key
from batch.people as people
inner join batch.shared_cases as own on people.person_key = own.person_key
inner join batch.shared_cases as others on own.identifier_no = others.identifier_no

-- What:  The personas of the people who have one.
-- Grain: one row per person with a persona
-- Key:   person_key
-- Reads: identity.persons, marts.people
-- Order: person_key

select
    persons.person_key,
    people.persona
from identity.persons as persons
inner join marts.people as people on persons.person_id = people.person_id
where people.persona is not null
order by persons.person_key

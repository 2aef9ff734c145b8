-- What:  The person of an id, or of a journey's id.
-- Grain: one row per person
with

asked as (
    select $asked_value as value
)

select persons.person_key
from identity.persons as persons
inner join asked on persons.person_id = asked.value
union
select persons.person_key
from marts.journeys as journeys
inner join identity.persons as persons on journeys.person_id = persons.person_id
inner join asked on journeys.journey_id = asked.value

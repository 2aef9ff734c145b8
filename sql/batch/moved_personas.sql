-- What:  People outside the batch whose persona is not what it was, or has another number.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.people, journeys.former_personas, journeys.personas

select coalesce(personas.person_key, former.person_key) as person_key
from journeys.personas as personas
full outer join journeys.former_personas as former on personas.person_key = former.person_key
left join batch.people as people
    on coalesce(personas.person_key, former.person_key) = people.person_key
where
    people.person_key is null
    and (
        personas.persona is distinct from former.persona
        or personas.persona_no is distinct from former.persona_no
    )

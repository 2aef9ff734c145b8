-- What:  People whose row in identity.persons is not what it was in the build before.
-- Grain: one row per person
-- Key:   person_key
-- Reads: identity.former_persons, identity.persons

with

present as (
    select *
    from identity.persons
    except
    select *
    from identity.former_persons
),

former as (
    select *
    from identity.former_persons
    except
    select *
    from identity.persons
)

select person_key
from present
union
select person_key
from former

-- What:  The people, each with a short key for joins and an id that tells nothing about them.
-- Grain: one row per person
-- Key:   person_key
-- Plain: person_id
-- Reads: identity.person_bundles, identity.person_identifiers, identity.pseudonyms
-- Rule:  a person is named after an identifier, through a keyed hash

with

lives as (
    select
        person_key,
        min(first_us) as first_us
    from identity.person_bundles
    group by person_key
),

used as (
    select
        person_key,
        count(*) as identifiers
    from identity.person_identifiers
    group by person_key
)

select
    lives.person_key,
    pseudonyms.person_id,
    coalesce(used.identifiers, 0) as identifiers,
    lives.first_us
from lives
inner join identity.pseudonyms as pseudonyms on lives.person_key = pseudonyms.identifier_no
left join used on lives.person_key = used.person_key

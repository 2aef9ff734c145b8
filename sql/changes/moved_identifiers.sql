-- What:  The identifiers that stood for one person in the build before, and for another one now.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: identity.assignments, identity.former_people, identity.pseudonyms
-- Rule:  split: what the former person had is now several people's; else merged: the present person
--        has what was several people's; else renamed. Identifiers that came or went do not count.

with

compared as (
    select
        pseudonyms.identifier_no,
        former.id_hash,
        former.person_id as from_person_id,
        names.person_id as to_person_id
    from identity.former_people as former
    inner join identity.pseudonyms as pseudonyms on former.id_hash = pseudonyms.id_hash
    inner join identity.assignments as assignments
        on pseudonyms.identifier_no = assignments.identifier_no
    inner join identity.pseudonyms as names on assignments.person_key = names.identifier_no
),

moved as (
    select *
    from compared
    where from_person_id <> to_person_id
),

leavers as (
    select distinct from_person_id
    from moved
),

joiners as (
    select distinct to_person_id
    from moved
),

parts as (
    select
        compared.from_person_id,
        count(distinct compared.to_person_id) as people
    from compared
    inner join leavers on compared.from_person_id = leavers.from_person_id
    group by compared.from_person_id
),

wholes as (
    select
        compared.to_person_id,
        count(distinct compared.from_person_id) as people
    from compared
    inner join joiners on compared.to_person_id = joiners.to_person_id
    group by compared.to_person_id
)

select
    moved.identifier_no,
    moved.id_hash,
    moved.from_person_id,
    moved.to_person_id,
    case
        when parts.people > 1 then 'split'
        when wholes.people > 1 then 'merged'
        else 'renamed'
    end as kind
from moved
inner join parts on moved.from_person_id = parts.from_person_id
inner join wholes on moved.to_person_id = wholes.to_person_id

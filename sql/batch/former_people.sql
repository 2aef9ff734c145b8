-- What:  Whom identifiers stood for in the build before, of those that changes are told by.
-- Grain: one row per identifier
-- Key:   id_hash
-- Reads: identity.assignments, identity.former_assignments, identity.links, identity.pseudonyms
-- Rule:  where identifiers kept their numbers, whoever stands for another person is found by them.
--        Told are all identifiers of the people whom such a one left or joined, and those it is
--        linked to

with

moved as (
    select
        former.identifier_no,
        former.person_key as former_key,
        assignments.person_key
    from identity.former_assignments as former
    inner join identity.assignments as assignments
        on former.identifier_no = assignments.identifier_no
    where former.person_key <> assignments.person_key
),

concerned as (
    select former_key as person_key
    from moved
    union
    select person_key
    from moved
),

wanted as (
    select former.identifier_no
    from identity.former_assignments as former
    inner join concerned on former.person_key = concerned.person_key
    union
    select assignments.identifier_no
    from identity.assignments as assignments
    inner join concerned on assignments.person_key = concerned.person_key
    union
    select links.right_no as identifier_no
    from moved
    inner join identity.links as links on moved.identifier_no = links.left_no
    union
    select links.left_no as identifier_no
    from moved
    inner join identity.links as links on moved.identifier_no = links.right_no
)

select
    pseudonyms.id_hash,
    names.person_id
from wanted
inner join identity.former_assignments as former on wanted.identifier_no = former.identifier_no
inner join identity.pseudonyms as pseudonyms
    on former.identifier_no = pseudonyms.identifier_no
inner join identity.pseudonyms as names on former.person_key = names.identifier_no

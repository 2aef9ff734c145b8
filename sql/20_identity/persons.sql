-- What:  The people, each with a short key for joins and an id that tells nothing about them.
-- Grain: one row per person
-- Key:   person_key
-- Reads: identity.components, identity.pseudonyms
-- Rule:  a person is a connected component of identifiers; it is named after its first identifier,
--        through a keyed hash

select
    components.component_no as person_key,
    pseudonyms.person_id,
    count(*) as identifiers
from identity.components as components
inner join identity.pseudonyms as pseudonyms
    on components.component_no = pseudonyms.identifier_no
group by components.component_no, pseudonyms.person_id

-- What:  The walks in parts, by the persona of the person.
-- Grain: one row per walk
-- Key:   unit_key, entry_no
-- Reads: identity.persons, marts.people, path_entries

select entries.* replace (people.persona as part)
from path_entries as entries
left join identity.persons as persons on entries.person_key = persons.person_key
left join marts.people as people on persons.person_id = people.person_id

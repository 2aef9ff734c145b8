-- What:  The identifiers a person used.
-- Grain: one row per identifier
select identifier_no
from identity.person_identifiers
where person_key = $asked_person_key
order by identifier_no

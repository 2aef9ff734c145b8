-- What:  Who used an identifier: the person it stands for first.
-- Grain: one row per person who used it
with

asked as (
    select $asked_identifier_no as identifier_no
)

select
    used.person_key,
    persons.person_id,
    used.events,
    timestamp_micros(used.first_us) as first_at,
    timestamp_micros(used.last_us) as last_at
from identity.person_identifiers as used
inner join asked on used.identifier_no = asked.identifier_no
inner join identity.persons as persons on used.person_key = persons.person_key
left join identity.assignments as assignments
    on used.identifier_no = assignments.identifier_no
order by
    case when assignments.person_key = used.person_key then 0 else 1 end,
    used.first_us,
    used.person_key

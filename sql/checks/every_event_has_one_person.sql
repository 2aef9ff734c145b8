-- What:  Every event that carries an identifier belongs to one person, and no other event to any.
-- Grain: one row per broken promise
-- Key:   event_id
-- Reads: identity.event_identifiers, identity.person_events

with

identified as (
    select distinct event_id
    from identity.event_identifiers
)

select
    coalesce(identified.event_id, people.event_id) as event_id,
    count(people.person_key) as people
from identified
full outer join identity.person_events as people on identified.event_id = people.event_id
group by coalesce(identified.event_id, people.event_id)
having count(people.person_key) <> 1 or count(identified.event_id) <> 1

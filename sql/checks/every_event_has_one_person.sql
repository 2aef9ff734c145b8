-- What:  Every event belongs to one person.
-- Grain: one row per broken promise
-- Key:   event_id
-- Reads: identity.person_events, staging.events

select
    events.event_id,
    count(people.person_key) as people
from staging.events as events
left join identity.person_events as people on events.event_id = people.event_id
group by events.event_id
having count(people.person_key) <> 1

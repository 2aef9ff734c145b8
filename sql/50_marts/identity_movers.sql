-- What:  The customers whose events change customer most under another identity policy.
-- Grain: one row per identity policy and person, a hundred people per policy at most
-- Key:   policy, person_id
-- Reads: identity.persons, journeys.policy_movers
-- Rule:  people is among how many customers their events are under that policy

select
    movers.policy,
    persons.person_id,
    movers.events,
    movers.people,
    movers.moved_events
from journeys.policy_movers as movers
inner join identity.persons as persons on movers.person_key = persons.person_key

-- Customers under each identity policy, the chosen one first.
select
    policy,
    is_chosen,
    people,
    events,
    moved_people,
    moved_events
from marts.identity_policies
order by is_chosen desc, moved_events, policy

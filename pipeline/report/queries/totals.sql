-- Customers, their sessions and their events.
select
    count(*) as people,
    coalesce(sum(sessions), 0)::bigint as sessions,
    coalesce(sum(events), 0)::bigint as events
from marts.people

-- All changes of each kind together: of agents nothing else is shown, since they have names.
select
    journey,
    kind,
    cast(sum(handoffs) as bigint) as handoffs,
    cast(sum(came_back) as bigint) as came_back,
    cast(sum(repeated) as bigint) as repeated,
    cast(sum(reached) as bigint) as reached,
    cast(sum(open) as bigint) as open
from marts.handoffs
group by journey, kind
order by journey, kind

-- Changes of channel, device or department, the most frequent first.
select
    journey,
    kind,
    from_value,
    to_value,
    handoffs,
    people,
    median_wait_s,
    p90_wait_s,
    came_back,
    repeated,
    reached,
    ended,
    open
from marts.handoffs
where kind <> 'agent'
order by journey, kind, handoffs desc, from_value, to_value

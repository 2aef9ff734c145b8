-- From one contact to the next; what people are called is not shown, so agents stay out.
select
    journey,
    kind,
    from_value,
    to_value,
    moves,
    people,
    median_wait_s
from marts.moves
where kind <> 'agent'
order by journey, kind, from_value, to_value

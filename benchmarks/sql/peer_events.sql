-- What:  A log as the peers read it: people with some fourteen events each, a few much busier, of
--        fifty kinds, in 90 days and in random order. No two events of a person at the same instant.
select
    'p' || cast(floor(pow((hash(i, 2) % 1000000007) / 1000000007.0, 2) * $people) as bigint) as person,
    case when i % 50 = 0 then 'pay' else 'page_' || (hash(i, 3) % 50) end as event,
    make_timestamp(1735689600000000 + cast((hash(i, 1) % 7776000000) as bigint) * 1000 + i % 1000)
        as happened
from range($events) as numbers (i)
order by hash(i, 9)

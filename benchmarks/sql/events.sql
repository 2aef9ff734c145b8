-- What:  Made-up events: a tenth as many cookies as events, a few of them much busier than the
--        others; one event in ten is of a known user; 90 days in random order.
select
    'e' || lpad(cast(i as varchar), 9, '0') as id,
    case when i % 50 = 0 then 'pay' else 'page_' || (hash(i, 3) % 50) end as event,
    make_timestamptz(1735689600000000 + cast((hash(i, 1) % 7776000000) * 1000 as bigint)) as happened,
    'c' || cast(floor(pow((hash(i, 2) % 1000000007) / 1000000007.0, 2) * $cookies) as bigint) as cookie,
    case
        when hash(i, 5) % 10 = 0
            then 'u' || cast(floor(pow((hash(i, 2) % 1000000007) / 1000000007.0, 2) * $cookies) as bigint)
    end as login,
    case hash(i, 4) % 3 when 0 then 'web' when 1 then 'app' else 'phone' end as channel,
    case hash(i, 6) % 3 when 0 then 'mobile' when 1 then 'desktop' else 'tablet' end as device,
    round((hash(i, 7) % 10000) / 100.0, 2) as amount
from range($first, $last) as numbers (i)
order by hash(i, 9)

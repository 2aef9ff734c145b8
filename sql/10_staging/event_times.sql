-- What:  How many events each source has on each day, and at each second of the day.
-- Grain: one row per source, part and number
-- Key:   source, part, part_no
-- Reads: staging.events
-- Rule:  part is "day" (UTC days since 1970) or "second" (of the day, in microseconds). They are
--        sums, so that a batch adds to them what its events are

select
    source,
    'second' as part,
    occurred_us % 86400000000 - occurred_us % 1000000 as part_no,
    count(*) as events
from staging.events
group by source, occurred_us % 86400000000 - occurred_us % 1000000
union all
select
    source,
    'day' as part,
    cast((occurred_us - occurred_us % 86400000000) / 86400000000.0 as bigint) as part_no,
    count(*) as events
from staging.events
group by source, cast((occurred_us - occurred_us % 86400000000) / 86400000000.0 as bigint)

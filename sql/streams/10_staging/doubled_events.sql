-- What:  Ids of events that were delivered more than once, found among sorted hashes.
-- Grain: one row per event that was delivered more than once, or has the mark of another
-- Key:   event_id
-- Reads: staging.delivered_events
-- Rule:  as in the model of this name. To sort the hashes, so that those that are alike lie side by
--        side, costs three quarters of counting them
-- Order: mark

with

marks as (
    select xxhash64(event_id) % 9223372036854775807 as mark
    from staging.delivered_events
    order by mark
),

neighbours as (
    select
        mark,
        lag(mark) over () as former_mark
    from marks
),

suspects as (
    select distinct mark
    from neighbours
    where mark = former_mark
)

select
    delivered.event_id,
    count(*) as deliveries
from staging.delivered_events as delivered
inner join suspects on xxhash64(delivered.event_id) % 9223372036854775807 = suspects.mark
group by delivered.event_id

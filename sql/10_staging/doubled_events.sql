-- What:  Ids of events that were delivered more than once.
-- Grain: one row per event that was delivered more than once
-- Key:   event_id
-- Reads: staging.delivered_events
-- Rule:  an id that comes twice has a hash that comes twice; numbers are counted at half the cost
--        of texts, and the few ids that are left are then counted themselves

with

suspects as (
    select xxhash64(event_id) as mark
    from staging.delivered_events
    group by xxhash64(event_id)
    having count(*) > 1
)

select
    delivered.event_id,
    count(*) as deliveries
from staging.delivered_events as delivered
inner join suspects on xxhash64(delivered.event_id) = suspects.mark
group by delivered.event_id
having count(*) > 1

-- What:  Ids of events that were delivered more than once, or whose mark another id has.
-- Grain: one row per event that was delivered more than once, or has the mark of another
-- Key:   event_id
-- Reads: staging.delivered_events
-- Rule:  an id that comes twice has a hash that comes twice; numbers are counted at half the cost
--        of texts, and the few ids that are left are then counted themselves. Ids delivered once
--        have the mark of another id: identity.event_bundles has to know of these

with

suspects as (
    select xxhash64(event_id) % 9223372036854775807 as mark
    from staging.delivered_events
    group by xxhash64(event_id) % 9223372036854775807
    having count(*) > 1
)

select
    delivered.event_id,
    count(*) as deliveries
from staging.delivered_events as delivered
inner join suspects on xxhash64(delivered.event_id) % 9223372036854775807 = suspects.mark
group by delivered.event_id

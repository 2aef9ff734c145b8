-- What:  The ids that new files deliver.
-- Grain: one row per id
-- Key:   event_id
-- Reads: staging.delivered_events
-- Rule:  staging.delivered_events are those of new files

select
    event_id,
    count(*) as deliveries
from staging.delivered_events
group by event_id

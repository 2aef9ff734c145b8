-- What:  Events of which it may be told in another way whose they are by what they were done with.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.former_timelines, batch.own_timelines
-- Rule:  the combination of an event does not change where events are only added

select
    event_id,
    bundle_no
from batch.former_timelines
union
select
    event_id,
    bundle_no
from batch.own_timelines

-- What:  Events of which it may be told in another way whose they are by what they were done with.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.former_timelines, batch.own_timelines

select event_id
from batch.former_timelines
union
select event_id
from batch.own_timelines

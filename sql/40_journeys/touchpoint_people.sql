-- What:  How many people met each touchpoint.
-- Grain: one row per touchpoint
-- Key:   touchpoint_no
-- Reads: identity.person_events, journeys.kinds
-- Rule:  by an event of theirs, in a journey or not

select
    kinds.touchpoint_no,
    count(distinct events.person_key) as people
from identity.person_events as events
inner join journeys.kinds as kinds on events.kind_no = kinds.kind_no
group by kinds.touchpoint_no

-- What:  The kinds of events by which people act.
-- Grain: one row per kind of event of direction "customer"
-- Key:   kind_no
-- Reads: staging.event_kinds

select kind_no
from staging.event_kinds
where direction = 'customer'

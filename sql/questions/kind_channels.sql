-- What:  The channel of each kind of event.
-- Grain: one row per kind of event with a touchpoint
-- Key:   kind_no
-- Reads: journeys.kinds
-- Order: kind_no

select
    kind_no,
    channel
from journeys.kinds
order by kind_no

-- What:  What people are compared by, of each kind of event with a touchpoint.
-- Grain: one row per kind of event
-- Key:   kind_no
-- Reads: journeys.kinds
-- Rule:  "(none)" where the channel or device is not known
-- Order: kind_no

select
    kind_no,
    touchpoint,
    coalesce(channel, '(none)') as channel,
    coalesce(device, '(none)') as device
from journeys.kinds
order by kind_no

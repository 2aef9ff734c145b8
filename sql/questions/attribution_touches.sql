-- What:  The steps of one definition that are touches of their touchpoint and channel.
-- Grain: one row per touch
-- Key:   journey_key, event_no
-- Reads: journeys.touches
-- Rule:  channels and touchpoints are touched at the same steps. In no order, because there may be
--        millions and they mostly lie as they are needed.

select
    journey_key,
    cast(event_no as integer) as event_no,
    occurred_us,
    cast(kind_no as integer) as kind_no
from journeys.touches
where journey_no = $journey_no and dimension = 'touchpoint'

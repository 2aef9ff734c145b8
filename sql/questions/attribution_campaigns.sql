-- What:  The touches of campaigns of one definition.
-- Grain: one row per touch
-- Key:   journey_key, event_no
-- Reads: journeys.touches
-- Rule:  in no order, because there may be millions and they mostly lie as they are needed

select
    journey_key,
    cast(event_no as integer) as event_no,
    occurred_us,
    value_name
from journeys.touches
where journey_no = $journey_no and dimension = 'campaign'

-- What:  The contacts of one kind of place that are followed by one elsewhere, in numbers.
-- Grain: one row per journey and change
-- Key:   journey_key, next_event_no
-- Reads: journeys.contacts
-- Rule:  of the kind $side. In no order, because they mostly lie as they are needed

select
    journey_key,
    place_no,
    next_place_no,
    wait_us,
    next_event_no
from journeys.contacts
where side_no = $side and next_event_no is not null

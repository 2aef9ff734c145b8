-- What:  The events of the journeys of a crowd, in numbers.
-- Grain: one row per journey and event
-- Key:   journey_key, event_no
-- Reads: journeys.placed_events
-- Rule:  as they lie there, which mostly is the order of journeys and of their events. A crowd is
--        whoever has a key from $first_key on and below $end_key

select
    journey_key,
    cast(event_no as integer) as event_no,
    occurred_us,
    cast(kind_no as integer) as kind_no,
    person_key,
    owner_key,
    cast(person_event_no as integer) as person_event_no
from journeys.placed_events
where person_key >= $first_key and person_key < $end_key

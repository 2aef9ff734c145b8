-- What:  From where to where customers move between contacts of one kind of handoff, in numbers.
-- Grain: one row per journey and contact
-- Key:   journey_key, event_no
-- Reads: journeys.contacts
-- Rule:  of the kind $side; next_place_no is 0 where no contact follows

select
    journey_key,
    cast(place_no as integer) as place_no,
    cast(coalesce(next_place_no, 0) as integer) as next_place_no
from journeys.contacts
where side_no = $side

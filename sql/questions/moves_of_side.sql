-- What:  From where to where customers move between contacts of one kind of handoff, and when.
-- Grain: one row per journey and contact
-- Key:   journey_key, event_no
-- Reads: journeys.contacts
-- Rule:  of the kind $side; next_place_no is 0 where no contact follows, and so is wait_us

select
    journey_key,
    cast(place_no as integer) as place_no,
    cast(coalesce(next_place_no, 0) as integer) as next_place_no,
    coalesce(wait_us, 0) as wait_us
from journeys.contacts
where side_no = $side

-- What:  How long customers wait between two contacts, by where they were and where they come.
-- Grain: one row per journey definition, kind of handoff, from and to
-- Key:   journey_no, side_no, place_no, next_place_no
-- Reads: journeys.contacts
-- Rule:  the number of a definition is in the lowest bits of the key of a journey

select
    journey_key % 64 as journey_no,
    side_no,
    place_no,
    next_place_no,
    percentile_cont(0.5) within group (order by wait_us / 1000000.0) as median_wait_s,
    percentile_cont(0.9) within group (order by wait_us / 1000000.0) as p90_wait_s
from journeys.contacts
where next_place_no is not null
group by journey_key % 64, side_no, place_no, next_place_no

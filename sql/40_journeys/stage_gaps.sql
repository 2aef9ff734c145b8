-- What:  How long journeys are between two columns of the journey map.
-- Grain: one row per journey definition, from and to
-- Key:   journey_no, place_no, next_place_no
-- Reads: journeys.stays
-- Rule:  from the last contact of a stay to the first contact of the next one

select
    journey_no,
    place_no,
    next_place_no,
    percentile_cont(0.5) within group (order by gap_us / 1000000.0) as median_gap_s,
    percentile_cont(0.9) within group (order by gap_us / 1000000.0) as p90_gap_s
from journeys.stays
where next_place_no is not null
group by journey_no, place_no, next_place_no

-- What:  After how long journeys go on from each column of the journey map to another one.
-- Grain: one row per journey definition and column from which a journey went on
-- Key:   journey_no, place_no
-- Reads: journeys.stays
-- Rule:  from the first contact of a stay to the first contact of the next one

select
    journey_no,
    place_no,
    percentile_cont(0.5) within group (order by to_next_us / 1000000.0) as median_to_next_s,
    percentile_cont(0.9) within group (order by to_next_us / 1000000.0) as p90_to_next_s
from journeys.stays
where next_place_no is not null
group by journey_no, place_no

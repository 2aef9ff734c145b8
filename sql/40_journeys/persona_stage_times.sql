-- What:  After how long journeys of each persona go on from each column of the journey map.
-- Grain: one row per journey definition, persona and column from which a journey of it went on
-- Key:   journey_no, persona_no, place_no
-- Reads: journeys.personas, journeys.stays
-- Rule:  as journeys.stage_times; persona_no 0 are customers without a persona. moves is how many
--        stays were followed by another.

select
    stays.journey_no,
    coalesce(personas.persona_no, 0) as persona_no,
    stays.place_no,
    count(*) as moves,
    percentile_cont(0.5) within group (order by stays.to_next_us / 1000000.0) as median_to_next_s,
    percentile_cont(0.9) within group (order by stays.to_next_us / 1000000.0) as p90_to_next_s
from journeys.stays as stays
left join journeys.personas as personas on stays.person_key = personas.person_key
where stays.next_place_no is not null
group by stays.journey_no, coalesce(personas.persona_no, 0), stays.place_no

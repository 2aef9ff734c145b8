-- What:  From which stage to which, with the start and the ways out.
-- Grain: one row per journey definition, from and to
-- Key:   journey, from_stage, to_stage
-- Reads: config.journeys, journeys.journeys, journeys.map_places, journeys.stays
-- Rule:  every journey gives one move from (start) and one to its outcome in brackets, so that as
--        many moves lead into a stage as out of it; the gap runs from the last contact of a stay to
--        the first contact of the next one. Stages are the columns of marts.stages.

with

places as (
    select distinct
        journey_no,
        place_no,
        place
    from journeys.map_places
),

moves as (
    select
        stays.journey_no,
        stays.journey_key,
        stays.person_key,
        stays.place_no,
        stays.next_place_no,
        case when stays.next_place_no is null then journeys.outcome end as outcome,
        (stays.next_us - stays.last_us) / 1000000.0 as gap_s
    from journeys.stays as stays
    inner join journeys.journeys as journeys on stays.journey_key = journeys.journey_key
    union all
    select
        journey_no,
        journey_key,
        person_key,
        cast(null as bigint) as place_no,
        place_no as next_place_no,
        cast(null as string) as outcome,
        cast(null as double) as gap_s
    from journeys.stays
    where step_no = 1
),

counted as (
    select
        journey_no,
        place_no,
        next_place_no,
        outcome,
        count(*) as moves,
        count(distinct journey_key) as journeys,
        count(distinct person_key) as people,
        percentile_cont(0.5) within group (order by gap_s) as median_gap_s,
        percentile_cont(0.9) within group (order by gap_s) as p90_gap_s
    from moves
    group by journey_no, place_no, next_place_no, outcome
)

select
    definitions.journey,
    coalesce(froms.place, '(start)') as from_stage,
    coalesce(tos.place, '(' || counted.outcome || ')') as to_stage,
    counted.moves,
    counted.journeys,
    counted.people,
    counted.median_gap_s,
    counted.p90_gap_s
from counted
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
left join places as froms
    on counted.journey_no = froms.journey_no and counted.place_no = froms.place_no
left join places as tos
    on counted.journey_no = tos.journey_no and counted.next_place_no = tos.place_no

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

between_stages as (
    select
        journey_no,
        place_no,
        next_place_no,
        count(*) as moves,
        count(distinct journey_key) as journeys,
        count(distinct person_key) as people,
        percentile_cont(0.5) within group (order by (next_us - last_us) / 1000000.0)
            as median_gap_s,
        percentile_cont(0.9) within group (order by (next_us - last_us) / 1000000.0)
            as p90_gap_s
    from journeys.stays
    where next_place_no is not null
    group by journey_no, place_no, next_place_no
),

-- A journey has one beginning and one end.
beginnings as (
    select
        journey_no,
        place_no,
        count(*) as journeys,
        count(distinct person_key) as people
    from journeys.stays
    where step_no = 1
    group by journey_no, place_no
),

ends as (
    select
        stays.journey_no,
        stays.place_no,
        journeys.outcome,
        count(*) as journeys,
        count(distinct stays.person_key) as people
    from journeys.stays as stays
    inner join journeys.journeys as journeys on stays.journey_key = journeys.journey_key
    where stays.next_place_no is null
    group by stays.journey_no, stays.place_no, journeys.outcome
),

moves as (
    select
        between_stages.journey_no,
        froms.place as from_stage,
        tos.place as to_stage,
        between_stages.moves,
        between_stages.journeys,
        between_stages.people,
        between_stages.median_gap_s,
        between_stages.p90_gap_s
    from between_stages
    inner join places as froms
        on
            between_stages.journey_no = froms.journey_no
            and between_stages.place_no = froms.place_no
    inner join places as tos
        on
            between_stages.journey_no = tos.journey_no
            and between_stages.next_place_no = tos.place_no
    union all
    select
        beginnings.journey_no,
        '(start)' as from_stage,
        places.place as to_stage,
        beginnings.journeys as moves,
        beginnings.journeys,
        beginnings.people,
        cast(null as double) as median_gap_s,
        cast(null as double) as p90_gap_s
    from beginnings
    inner join places
        on beginnings.journey_no = places.journey_no and beginnings.place_no = places.place_no
    union all
    select
        ends.journey_no,
        places.place as from_stage,
        '(' || ends.outcome || ')' as to_stage,
        ends.journeys as moves,
        ends.journeys,
        ends.people,
        cast(null as double) as median_gap_s,
        cast(null as double) as p90_gap_s
    from ends
    inner join places on ends.journey_no = places.journey_no and ends.place_no = places.place_no
)

select
    definitions.journey,
    moves.from_stage,
    moves.to_stage,
    moves.moves,
    moves.journeys,
    moves.people,
    moves.median_gap_s,
    moves.p90_gap_s
from moves
inner join config.journeys as definitions on moves.journey_no = definitions.journey_no

-- What:  From which stage to which, with the start and the ways out.
-- Grain: one row per journey definition, from and to
-- Key:   journey, from_stage, to_stage
-- Reads: config.journeys, journeys.map_places, journeys.stage_gaps, journeys.stage_move_counts
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
)

select
    definitions.journey,
    coalesce(froms.place, '(start)') as from_stage,
    coalesce(tos.place, '(' || counted.outcome || ')') as to_stage,
    counted.moves,
    counted.journeys,
    counted.people,
    gaps.median_gap_s,
    gaps.p90_gap_s
from journeys.stage_move_counts as counted
inner join config.journeys as definitions on counted.journey_no = definitions.journey_no
left join places as froms
    on counted.journey_no = froms.journey_no and counted.place_no = froms.place_no
left join places as tos
    on counted.journey_no = tos.journey_no and counted.next_place_no = tos.place_no
left join journeys.stage_gaps as gaps
    on
        counted.journey_no = gaps.journey_no
        and counted.place_no = gaps.place_no
        and counted.next_place_no = gaps.next_place_no

-- What:  From which touchpoint to which, with the start and the ways out.
-- Grain: one row per journey definition, from and to
-- Key:   journey, from_touchpoint, to_touchpoint
-- Reads: config.journeys, journeys.journeys, journeys.kinds, journeys.transition_counts
-- Rule:  every journey gives one transition from (start) and one to its outcome in brackets; the
--        gap is the time between the beginnings of two steps, unknown at the start and the ends

with

touchpoints as (
    select
        touchpoint_no,
        max(touchpoint) as touchpoint
    from journeys.kinds
    group by touchpoint_no
),

-- A journey has one beginning and one end.
beginnings as (
    select
        journey_no,
        first_touchpoint_no,
        count(*) as journeys,
        count(distinct person_key) as people
    from journeys.journeys
    group by journey_no, first_touchpoint_no
),

ends as (
    select
        journey_no,
        last_touchpoint_no,
        outcome,
        count(*) as journeys,
        count(distinct person_key) as people
    from journeys.journeys
    group by journey_no, last_touchpoint_no, outcome
),

moves as (
    select
        between_steps.journey_no,
        froms.touchpoint as from_touchpoint,
        tos.touchpoint as to_touchpoint,
        between_steps.transitions,
        between_steps.journeys,
        between_steps.people,
        between_steps.median_gap_s,
        between_steps.p90_gap_s
    from journeys.transition_counts as between_steps
    inner join touchpoints as froms on between_steps.touchpoint_no = froms.touchpoint_no
    inner join touchpoints as tos on between_steps.next_touchpoint_no = tos.touchpoint_no
    union all
    select
        beginnings.journey_no,
        '(start)' as from_touchpoint,
        touchpoints.touchpoint as to_touchpoint,
        beginnings.journeys as transitions,
        beginnings.journeys,
        beginnings.people,
        cast(null as double) as median_gap_s,
        cast(null as double) as p90_gap_s
    from beginnings
    inner join touchpoints on beginnings.first_touchpoint_no = touchpoints.touchpoint_no
    union all
    select
        ends.journey_no,
        touchpoints.touchpoint as from_touchpoint,
        '(' || ends.outcome || ')' as to_touchpoint,
        ends.journeys as transitions,
        ends.journeys,
        ends.people,
        cast(null as double) as median_gap_s,
        cast(null as double) as p90_gap_s
    from ends
    inner join touchpoints on ends.last_touchpoint_no = touchpoints.touchpoint_no
)

select
    definitions.journey,
    moves.from_touchpoint,
    moves.to_touchpoint,
    moves.transitions,
    moves.journeys,
    moves.people,
    moves.median_gap_s,
    moves.p90_gap_s
from moves
inner join config.journeys as definitions on moves.journey_no = definitions.journey_no

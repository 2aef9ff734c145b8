-- What:  From which touchpoint to which, with the start and the ways out.
-- Grain: one row per journey definition, from and to
-- Key:   journey, from_touchpoint, to_touchpoint
-- Reads: journeys.journeys, journeys.steps
-- Rule:  every journey gives one transition from (start) and one to its outcome in brackets; the
--        gap is the time between the beginnings of two steps, unknown at the start and the ends

with

moves as (
    select
        journeys.journey,
        steps.journey_key,
        steps.person_key,
        steps.touchpoint as from_touchpoint,
        coalesce(steps.next_touchpoint, '(' || journeys.outcome || ')') as to_touchpoint,
        (steps.next_us - steps.occurred_us) / 1000000.0 as gap_s
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    union all
    select
        journeys.journey,
        steps.journey_key,
        steps.person_key,
        '(start)' as from_touchpoint,
        steps.touchpoint as to_touchpoint,
        cast(null as double) as gap_s
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where steps.step_no = 1
)

select
    journey,
    from_touchpoint,
    to_touchpoint,
    count(*) as transitions,
    count(distinct journey_key) as journeys,
    count(distinct person_key) as people,
    percentile_cont(0.5) within group (order by gap_s) as median_gap_s,
    percentile_cont(0.9) within group (order by gap_s) as p90_gap_s
from moves
group by journey, from_touchpoint, to_touchpoint

-- What:  From where to where the journeys of one definition go that are not open, and how fast.
-- Grain: one row per from and to
-- Key:   from_touchpoint, to_touchpoint
-- Reads: journeys.journeys, journeys.steps
-- Rule:  the last step leads to the outcome in brackets, which takes no time; (start) leads to the
--        first step. wait_s adds up the times between the beginnings of two steps.

with

moves as (
    select
        steps.touchpoint as from_touchpoint,
        coalesce(steps.next_touchpoint, '(' || journeys.outcome || ')') as to_touchpoint,
        steps.step_no,
        steps.next_us - steps.occurred_us as wait_us
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where journeys.journey = $journey and journeys.outcome <> 'open'
),

counted as (
    select
        from_touchpoint,
        to_touchpoint,
        count(*) as moves,
        count(*) filter (where step_no = 1) as begun,
        coalesce(sum(wait_us), 0) as wait_us
    from moves
    group by from_touchpoint, to_touchpoint
)

select
    from_touchpoint,
    to_touchpoint,
    moves,
    cast(wait_us as double) / 1000000.0 as wait_s
from counted
union all
select
    '(start)' as from_touchpoint,
    from_touchpoint as to_touchpoint,
    cast(sum(begun) as bigint) as moves,
    0.0 as wait_s
from counted
group by from_touchpoint
having sum(begun) > 0
order by from_touchpoint, to_touchpoint

-- What:  After which three steps journeys went on to what, by groups of people.
-- Grain: one row per group, up to three steps before and what came next
-- Key:   fold, before_3, before_2, before_1, next_no
-- Reads: config.journeys, journeys.journeys, journeys.placed_events
-- Rule:  0 is the beginning of a journey; the ways out are -1 for the goal, -2 for a drop-off, -3
--        for competing ends. What comes after the last step of a journey that
--        is still open is not known and is no row. A person is in one of $folds groups, whole.

with

steps as (
    select
        events.journey_key,
        events.step_no,
        events.person_key,
        events.touchpoint_no,
        lag(events.touchpoint_no, 1, 0) over journey as before_1,
        lag(events.touchpoint_no, 2, 0) over journey as before_2,
        lag(events.touchpoint_no, 3, 0) over journey as before_3,
        lead(events.touchpoint_no) over journey as next_no
    from journeys.placed_events as events
    inner join config.journeys as definitions on events.journey_no = definitions.journey_no
    where events.begins_step = 1 and definitions.journey = $journey
    window journey as (partition by events.journey_key order by events.step_no)
),

moves as (
    select
        person_key,
        before_3,
        before_2,
        before_1,
        touchpoint_no as next_no
    from steps
    union all
    select
        steps.person_key,
        steps.before_2,
        steps.before_1,
        steps.touchpoint_no,
        case journeys.outcome when 'reached' then -1 when 'ended' then -2 else -3 end as next_no
    from steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where steps.next_no is null and journeys.outcome <> 'open'
)

select
    person_key % $folds as fold,
    before_3,
    before_2,
    before_1,
    next_no,
    count(*) as moves
from moves
group by person_key % $folds, before_3, before_2, before_1, next_no
order by fold, before_3, before_2, before_1, next_no

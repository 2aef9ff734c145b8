-- What:  The few numbers that say how each kind of journey went.
-- Grain: one row per journey definition
-- Key:   journey_no
-- Reads: config.journeys, journeys.handoffs, journeys.journeys
-- Rule:  a definition of which there is no journey has noughts

with

attempts as (
    select
        journey_no,
        count(distinct person_key) as people,
        count(*) as journeys,
        sum(case when outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when outcome = 'ended' then 1 else 0 end) as ended,
        sum(case when outcome = 'open' then 1 else 0 end) as open
    from journeys.journeys
    group by journey_no
),

changes as (
    select
        journey_no,
        count(*) as handoffs
    from journeys.handoffs
    group by journey_no
)

select
    definitions.journey_no,
    coalesce(attempts.people, 0) as people,
    coalesce(attempts.journeys, 0) as journeys,
    cast(coalesce(attempts.reached, 0) as bigint) as reached,
    cast(coalesce(attempts.ended, 0) as bigint) as ended,
    cast(coalesce(attempts.open, 0) as bigint) as open,
    coalesce(changes.handoffs, 0) as handoffs
from config.journeys as definitions
left join attempts on definitions.journey_no = attempts.journey_no
left join changes on definitions.journey_no = changes.journey_no

-- What:  Beside a plan each journey of its definition is in one state.
-- Grain: one row per broken promise
-- Key:   plan
-- Reads: config.plans, marts.conformance, marts.journeys

with

journeys as (
    select
        journey,
        count(*) as journeys
    from marts.journeys
    group by journey
),

states as (
    select
        plan,
        sum(journeys) as journeys
    from marts.conformance
    where kind in ('conforming', 'unfinished', 'deviating', 'open')
    group by plan
)

select
    plans.plan,
    journeys.journeys,
    states.journeys as journeys_in_states
from config.plans as plans
inner join journeys on plans.journey = journeys.journey
left join states on plans.plan = states.plan
where coalesce(states.journeys, 0) <> journeys.journeys

-- What:  What is compared under the chosen identity policy is what the other tables count.
-- Grain: one row per broken promise
-- Key:   journey
-- Reads: marts.handoffs, marts.identity_policies, marts.identity_sensitivity,
--        marts.journey_definitions, marts.journeys, marts.people
-- Rule:  the customers and their events in all stand under the journey "(all)"

with

attempts as (
    select
        journey,
        count(distinct person_id) as people,
        count(*) as journeys,
        sum(case when outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when outcome = 'ended' then 1 else 0 end) as ended,
        sum(case when outcome = 'open' then 1 else 0 end) as open
    from marts.journeys
    group by journey
),

changes as (
    select
        journey,
        sum(handoffs) as handoffs
    from marts.handoffs
    group by journey
),

expected as (
    select
        definitions.journey,
        coalesce(attempts.people, 0) as people,
        coalesce(attempts.journeys, 0) as journeys,
        coalesce(attempts.reached, 0) as reached,
        coalesce(attempts.ended, 0) as ended,
        coalesce(attempts.open, 0) as open,
        coalesce(changes.handoffs, 0) as handoffs
    from marts.journey_definitions as definitions
    left join attempts on definitions.journey = attempts.journey
    left join changes on definitions.journey = changes.journey
),

chosen as (
    select *
    from marts.identity_sensitivity
    where is_chosen
),

totals as (
    select
        count(*) as people,
        coalesce(sum(events), 0) as events
    from marts.people
)

select
    coalesce(expected.journey, chosen.journey) as journey,
    expected.journeys as expected,
    chosen.journeys as actual
from expected
full outer join chosen on expected.journey = chosen.journey
where
    expected.people is distinct from chosen.people
    or expected.journeys is distinct from chosen.journeys
    or expected.reached is distinct from chosen.reached
    or expected.ended is distinct from chosen.ended
    or expected.open is distinct from chosen.open
    or expected.handoffs is distinct from chosen.handoffs
union all
select
    '(all)' as journey,
    totals.events as expected,
    policies.events as actual
from totals
left join marts.identity_policies as policies on policies.is_chosen
where
    totals.people is distinct from policies.people
    or totals.events is distinct from policies.events
    or policies.moved_events is distinct from 0

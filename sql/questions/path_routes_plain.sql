-- What:  The routes of whole journeys, as they are stored, most frequent first.
-- Grain: one row per route and end
-- Key:   route, ending
-- Reads: journeys.journeys, journeys.steps
-- Rule:  routes are told apart by a hash of 64 bits, so that one journey of each is written out
--        The hash of two values is linear in DuckDB: without a second one, the sum over a route
--        would forget the order of its steps.
--        Of equals at the limit, those of the earliest journeys are taken.
-- Order: walks from many to few, then the route

with

traces as (
    select
        journey_key,
        bit_xor(hash(hash(step_no, touchpoint))) as trace
    from journeys.steps
    where journey_no = $journey_no
    group by journey_key
),

counted as (
    select
        min(traces.journey_key) as journey_key,
        journeys.outcome,
        count(*) as walks
    from traces
    inner join journeys.journeys as journeys on traces.journey_key = journeys.journey_key
    group by traces.trace, journeys.outcome
),

frequent as (
    select *
    from counted
    order by walks desc, journey_key asc
    limit cast($most as bigint)
)

select
    list(steps.touchpoint order by steps.step_no) as route,
    '(' || min(frequent.outcome) || ')' as ending,
    min(frequent.walks) as walks
from frequent
inner join journeys.steps as steps on frequent.journey_key = steps.journey_key
group by frequent.journey_key
order by walks desc, route asc, ending asc

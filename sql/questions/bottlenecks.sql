-- What:  At which touchpoints many journeys of one definition wait long.
-- Grain: one row per touchpoint
-- Key:   touchpoint
-- Reads: journeys.journeys, journeys.steps
-- Rule:  share is that of the journeys that pass the touchpoint, the wait that to the next step,
--        known where there is one; score_s is the product of the share and the median wait

with

passed as (
    select
        steps.journey_key,
        steps.touchpoint,
        (steps.next_us - steps.occurred_us) / 1000000.0 as wait_s
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    where journeys.journey = $journey
),

whole as (
    select count(*) as journeys
    from journeys.journeys
    where journey = $journey
),

counted as (
    select
        touchpoint,
        count(distinct journey_key) as journeys,
        count(wait_s) as waits,
        percentile_cont(0.5) within group (order by wait_s) as median_wait_s,
        percentile_cont(0.9) within group (order by wait_s) as p90_wait_s
    from passed
    group by touchpoint
)

select
    counted.touchpoint,
    counted.journeys,
    counted.journeys / whole.journeys as share,
    counted.waits,
    counted.median_wait_s,
    counted.p90_wait_s,
    counted.journeys / whole.journeys * counted.median_wait_s as score_s
from counted
cross join whole
order by score_s desc nulls last, touchpoint asc

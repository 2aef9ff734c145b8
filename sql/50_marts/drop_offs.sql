-- What:  Where journeys end without the goal, with the interval of the rate.
-- Grain: one row per journey definition and touchpoint
-- Key:   journey, touchpoint
-- Reads: journeys.journeys, journeys.steps
-- Rule:  at risk are the journeys that touched it, once each, less those that are still open there;
--        ended are those whose last step it is and that ended. The interval is Wilson's at 95 %
--        (Wilson 1927), z = 1.959963984540054. Expected is the rate of all touchpoints together.

with

touched as (
    select
        journeys.journey,
        steps.touchpoint,
        steps.journey_key,
        max(
            case when steps.next_touchpoint is null and journeys.outcome = 'ended' then 1 else 0 end
        )
            as is_end,
        max(case when steps.next_touchpoint is null and journeys.outcome = 'open' then 1 else 0 end)
            as is_open
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    group by journeys.journey, steps.touchpoint, steps.journey_key
),

counted as (
    select
        journey,
        touchpoint,
        cast(count(*) - sum(is_open) as bigint) as at_risk,
        cast(sum(is_end) as bigint) as ended,
        cast(sum(is_open) as bigint) as open
    from touched
    group by journey, touchpoint
),

rated as (
    select
        *,
        ended / cast(nullif(at_risk, 0) as double) as rate,
        cast(at_risk as double) as n,
        3.841458820694124 as z2,
        sum(ended) over (partition by journey)
        / cast(nullif(sum(at_risk) over (partition by journey), 0) as double) as rate_of_all
    from counted
)

select
    journey,
    touchpoint,
    at_risk,
    ended,
    open,
    rate,
    greatest(
        0.0,
        (rate + z2 / (2 * n) - sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
    ) as rate_low,
    least(
        1.0,
        (rate + z2 / (2 * n) + sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
    ) as rate_high,
    at_risk * rate_of_all as expected,
    ended - at_risk * rate_of_all as excess
from rated

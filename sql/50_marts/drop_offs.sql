-- What:  Where journeys end without the goal, with the interval of the rate, against what journeys
--        as far on as these let expect.
-- Grain: one row per journey definition and touchpoint
-- Key:   journey, touchpoint
-- Reads: config.journeys, config.settings, journeys.journeys, journeys.steps, staging.data_window
-- Rule:  at risk are the journeys that touched it, once each, less those that are still open there;
--        ended are those whose last step it is and that ended. The interval is Wilson's at 95 %
--        (Wilson 1927), z = 1.959963984540054. Expected is what would have ended here at the rates
--        of all touchpoints at the same position (indirect standardisation, Breslow and Day 1987,
--        section 2.3): a journey at risk counts at the step of its last visit, and steps from
--        max_steps on are one position. Over all touchpoints of a definition expected and ended
--        have the same sum; the terms are summed as decimals, because a sum of doubles depends on
--        their order. median_silence_s: from their last event to the end of the data.

with

touched as (
    select
        journey_key,
        touchpoint,
        max(step_no) as last_step_no,
        max(case when next_touchpoint is null then 1 else 0 end) as is_last
    from journeys.steps
    group by journey_key, touchpoint
),

placed as (
    select
        journeys.journey_no,
        touched.touchpoint,
        least(touched.last_step_no, settings.max_steps) as position_no,
        sum(case when touched.is_last = 1 and journeys.outcome = 'open' then 0 else 1 end)
            as at_risk,
        sum(case when touched.is_last = 1 and journeys.outcome = 'ended' then 1 else 0 end)
            as ended,
        sum(case when touched.is_last = 1 and journeys.outcome = 'open' then 1 else 0 end) as open
    from touched
    inner join journeys.journeys as journeys on touched.journey_key = journeys.journey_key
    cross join config.settings as settings
    group by
        journeys.journey_no, touched.touchpoint, least(touched.last_step_no, settings.max_steps)
),

positions as (
    select
        *,
        sum(ended) over (partition by journey_no, position_no)
        / cast(nullif(sum(at_risk) over (partition by journey_no, position_no), 0) as double)
            as rate_here
    from placed
),

silences as (
    select
        journeys.journey_no,
        steps.touchpoint,
        percentile_cont(0.5) within group (
            order by (data.as_of_us - journeys.ended_us) / 1000000.0
        ) as median_silence_s
    from journeys.steps as steps
    inner join journeys.journeys as journeys on steps.journey_key = journeys.journey_key
    cross join staging.data_window as data
    where steps.next_touchpoint is null and journeys.outcome = 'ended'
    group by journeys.journey_no, steps.touchpoint
),

counted as (
    select
        journey_no,
        touchpoint,
        cast(sum(at_risk) as bigint) as at_risk,
        cast(sum(ended) as bigint) as ended,
        cast(sum(open) as bigint) as open,
        cast(
            coalesce(sum(cast(at_risk * rate_here as decimal(28, 12))), 0) as double
        ) as expected
    from positions
    group by journey_no, touchpoint
),

rated as (
    select
        *,
        ended / cast(nullif(at_risk, 0) as double) as rate,
        cast(at_risk as double) as n,
        3.841458820694124 as z2
    from counted
),

bounded as (
    select
        *,
        greatest(
            0.0,
            (rate + z2 / (2 * n) - sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
        ) as rate_low,
        least(
            1.0,
            (rate + z2 / (2 * n) + sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
        ) as rate_high
    from rated
)

select
    definitions.journey,
    bounded.touchpoint,
    bounded.at_risk,
    bounded.ended,
    bounded.open,
    bounded.rate,
    bounded.rate_low,
    bounded.rate_high,
    bounded.expected,
    bounded.ended - bounded.expected as excess,
    silences.median_silence_s
from bounded
inner join config.journeys as definitions on bounded.journey_no = definitions.journey_no
left join silences
    on bounded.journey_no = silences.journey_no and bounded.touchpoint = silences.touchpoint

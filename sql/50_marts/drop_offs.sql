-- What:  Where journeys end without the goal, with the interval of the rate, against what journeys
--        as far on as these let expect.
-- Grain: one row per journey definition and touchpoint
-- Key:   journey, touchpoint
-- Reads: config.journeys, journeys.endings, journeys.kinds, journeys.last_touches,
--        staging.data_window
-- Rule:  at risk are the journeys that touched it, once each, less those that are still open there;
--        ended are those whose last step it is and that ended. The interval is Wilson's at 95 %
--        (Wilson 1927), z = 1.959963984540054. Expected is what would have ended here at the rates
--        of all touchpoints at the same position (indirect standardisation, Breslow and Day 1987,
--        section 2.3): a journey at risk counts at the step of its last visit, and steps from
--        max_steps on are one position. Over all touchpoints of a definition expected and ended
--        have the same sum; the terms are summed as decimals, because a sum of doubles depends on
--        their order. median_silence_s: from their last event to the end of the data.

with

touchpoints as (
    select
        touchpoint_no,
        max(touchpoint) as touchpoint
    from journeys.kinds
    group by touchpoint_no
),

positions as (
    select
        *,
        sum(ended) over (partition by journey_no, position_no)
        / cast(nullif(sum(at_risk) over (partition by journey_no, position_no), 0) as double)
            as rate_here
    from journeys.last_touches
),

silences as (
    select
        endings.journey_no,
        endings.touchpoint_no,
        percentile_cont(0.5) within group (
            order by (data.as_of_us - endings.ended_us) / 1000000.0
        ) as median_silence_s
    from journeys.endings as endings
    cross join staging.data_window as data
    group by endings.journey_no, endings.touchpoint_no
),

counted as (
    select
        journey_no,
        touchpoint_no,
        cast(sum(at_risk) as bigint) as at_risk,
        cast(sum(ended) as bigint) as ended,
        cast(sum(open) as bigint) as open,
        cast(
            coalesce(sum(cast(at_risk * rate_here as decimal(28, 12))), 0) as double
        ) as expected
    from positions
    group by journey_no, touchpoint_no
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
    touchpoints.touchpoint,
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
inner join touchpoints on bounded.touchpoint_no = touchpoints.touchpoint_no
left join silences
    on bounded.journey_no = silences.journey_no and bounded.touchpoint_no = silences.touchpoint_no

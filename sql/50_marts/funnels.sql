-- What:  The funnels of the configuration: how many journeys did each step, which share, how fast.
-- Grain: one row per funnel and step
-- Key:   funnel, step_no
-- Reads: config.funnel_steps, config.funnels, journeys.funnel_steps
-- Rule:  at risk are the journeys that did the last step before it that is not optional; of those
--        that did not go on, open are the ones that still might when the data end. The rates are
--        of the first step, of those at risk, and of those at risk that are not open, with Wilson's
--        interval at 95 % (Wilson 1927), z = 1.959963984540054. Times are those of the journeys
--        that did it, since the step before and since the entry. Void are journeys that touched the
--        first step, but only where something excluded voids it.
-- Order: the funnels in the order of the configuration, then step_no

with

counted as (
    select
        funnel_no,
        step_no,
        count(case when status = 'reached' then 1 end) as journeys,
        count(case when status <> 'void' then 1 end) as at_risk,
        count(case when status = 'open' then 1 end) as open,
        count(case when status = 'void' then 1 end) as void,
        percentile_cont(0.25) within group (order by (reached_us - previous_us) / 1000000.0)
            as p25_s,
        percentile_cont(0.5) within group (order by (reached_us - previous_us) / 1000000.0)
            as median_s,
        percentile_cont(0.75) within group (order by (reached_us - previous_us) / 1000000.0)
            as p75_s,
        percentile_cont(0.9) within group (order by (reached_us - previous_us) / 1000000.0)
            as p90_s,
        percentile_cont(0.5) within group (order by (reached_us - entered_us) / 1000000.0)
            as median_from_first_s
    from journeys.funnel_steps
    group by funnel_no, step_no
),

listed as (
    select
        steps.funnel_no,
        steps.step_no,
        steps.touchpoint,
        steps.is_optional,
        coalesce(counted.journeys, 0) as journeys,
        coalesce(counted.at_risk, 0) as at_risk,
        coalesce(counted.open, 0) as open,
        coalesce(counted.void, 0) as void,
        counted.p25_s,
        counted.median_s,
        counted.p75_s,
        counted.p90_s,
        counted.median_from_first_s,
        max(case when steps.step_no = 1 then coalesce(counted.journeys, 0) end)
            over (partition by steps.funnel_no) as entered
    from config.funnel_steps as steps
    left join counted
        on steps.funnel_no = counted.funnel_no and steps.step_no = counted.step_no
),

shares as (
    select
        funnel_no,
        step_no,
        'first' as kind,
        journeys,
        cast(nullif(entered, 0) as double) as n
    from listed
    union all
    select
        funnel_no,
        step_no,
        'previous' as kind,
        journeys,
        cast(nullif(at_risk, 0) as double) as n
    from listed
    where step_no > 1
    union all
    select
        funnel_no,
        step_no,
        'exposed' as kind,
        journeys,
        cast(nullif(at_risk - open, 0) as double) as n
    from listed
    where step_no > 1
),

rated as (
    select
        funnel_no,
        step_no,
        kind,
        n,
        journeys / n as rate,
        3.841458820694124 as z2
    from shares
),

intervals as (
    select
        funnel_no,
        step_no,
        kind,
        rate,
        case
            when rate is not null
                then greatest(
                    0.0,
                    (rate + z2 / (2 * n) - sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n))
                    / (1 + z2 / n)
                )
        end as rate_low,
        case
            when rate is not null
                then least(
                    1.0,
                    (rate + z2 / (2 * n) + sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n))
                    / (1 + z2 / n)
                )
        end as rate_high
    from rated
),

side_by_side as (
    select
        funnel_no,
        step_no,
        max(case when kind = 'first' then rate end) as rate_of_first,
        max(case when kind = 'first' then rate_low end) as rate_of_first_low,
        max(case when kind = 'first' then rate_high end) as rate_of_first_high,
        max(case when kind = 'previous' then rate end) as rate_of_previous,
        max(case when kind = 'previous' then rate_low end) as rate_of_previous_low,
        max(case when kind = 'previous' then rate_high end) as rate_of_previous_high,
        max(case when kind = 'exposed' then rate end) as rate_of_exposed,
        max(case when kind = 'exposed' then rate_low end) as rate_of_exposed_low,
        max(case when kind = 'exposed' then rate_high end) as rate_of_exposed_high
    from intervals
    group by funnel_no, step_no
)

select
    funnels.funnel,
    funnels.journey,
    listed.step_no,
    listed.touchpoint,
    listed.is_optional,
    listed.journeys,
    listed.at_risk,
    listed.open,
    listed.void,
    rates.rate_of_first,
    rates.rate_of_first_low,
    rates.rate_of_first_high,
    rates.rate_of_previous,
    rates.rate_of_previous_low,
    rates.rate_of_previous_high,
    rates.rate_of_exposed,
    rates.rate_of_exposed_low,
    rates.rate_of_exposed_high,
    listed.p25_s,
    listed.median_s,
    listed.p75_s,
    listed.p90_s,
    listed.median_from_first_s
from listed
inner join config.funnels as funnels on listed.funnel_no = funnels.funnel_no
inner join side_by_side as rates
    on listed.funnel_no = rates.funnel_no and listed.step_no = rates.step_no
order by listed.funnel_no, listed.step_no

-- What:  How many journeys or people did each step of the funnels of the configuration.
-- Grain: one row per funnel, group and step
-- Key:   funnel_no, kind, value, step_no
-- Reads: config.funnel_steps, journeys.funnel_steps
-- Rule:  the group is all of them (kind all, no value), those of one value of what divides the
--        funnel (by) or those that entered in one day or week (trend). The groups of a kind add up
--        to all; void is told of all only. At risk are those that did the last step before it that
--        is not optional; of those that did not go on, open are the ones that still might when the
--        data end. The rates are of the first step, of those at risk, and of those at risk that are
--        not open, with Wilson's interval at 95 % (Wilson 1927), z = 1.959963984540054. Times are
--        of those that did the step, since the step before and since the entry.

with

standing as (
    select
        funnel_no,
        step_no,
        'all' as kind,
        '' as value,
        status,
        entered_us,
        previous_us,
        reached_us
    from journeys.funnel_steps
    union all
    select
        funnel_no,
        step_no,
        'by' as kind,
        value,
        status,
        entered_us,
        previous_us,
        reached_us
    from journeys.funnel_steps
    where value is not null
    union all
    select
        funnel_no,
        step_no,
        'trend' as kind,
        period as value,
        status,
        entered_us,
        previous_us,
        reached_us
    from journeys.funnel_steps
    where period is not null
),

counted as (
    select
        funnel_no,
        kind,
        value,
        step_no,
        count(case when status = 'reached' then 1 end) as units,
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
    from standing
    group by funnel_no, kind, value, step_no
),

-- A funnel that nobody entered has its steps, too.
groups as (
    select distinct
        funnel_no,
        'all' as kind,
        '' as value
    from config.funnel_steps
    union
    select
        funnel_no,
        kind,
        value
    from standing
),

listed as (
    select
        steps.funnel_no,
        groups.kind,
        groups.value,
        steps.step_no,
        coalesce(counted.units, 0) as units,
        coalesce(counted.at_risk, 0) as at_risk,
        coalesce(counted.open, 0) as open,
        coalesce(counted.void, 0) as void,
        counted.p25_s,
        counted.median_s,
        counted.p75_s,
        counted.p90_s,
        counted.median_from_first_s,
        max(case when steps.step_no = 1 then coalesce(counted.units, 0) end)
            over (partition by steps.funnel_no, groups.kind, groups.value) as entered
    from config.funnel_steps as steps
    inner join groups on steps.funnel_no = groups.funnel_no
    left join counted
        on
            steps.funnel_no = counted.funnel_no
            and groups.kind = counted.kind
            and groups.value = counted.value
            and steps.step_no = counted.step_no
),

shares as (
    select
        funnel_no,
        kind,
        value,
        step_no,
        'first' as rate_of,
        units,
        cast(nullif(entered, 0) as double) as n
    from listed
    union all
    select
        funnel_no,
        kind,
        value,
        step_no,
        'previous' as rate_of,
        units,
        cast(nullif(at_risk, 0) as double) as n
    from listed
    where step_no > 1
    union all
    select
        funnel_no,
        kind,
        value,
        step_no,
        'exposed' as rate_of,
        units,
        cast(nullif(at_risk - open, 0) as double) as n
    from listed
    where step_no > 1
),

rated as (
    select
        funnel_no,
        kind,
        value,
        step_no,
        rate_of,
        n,
        units / n as rate,
        3.841458820694124 as z2
    from shares
),

intervals as (
    select
        funnel_no,
        kind,
        value,
        step_no,
        rate_of,
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
        kind,
        value,
        step_no,
        max(case when rate_of = 'first' then rate end) as rate_of_first,
        max(case when rate_of = 'first' then rate_low end) as rate_of_first_low,
        max(case when rate_of = 'first' then rate_high end) as rate_of_first_high,
        max(case when rate_of = 'previous' then rate end) as rate_of_previous,
        max(case when rate_of = 'previous' then rate_low end) as rate_of_previous_low,
        max(case when rate_of = 'previous' then rate_high end) as rate_of_previous_high,
        max(case when rate_of = 'exposed' then rate end) as rate_of_exposed,
        max(case when rate_of = 'exposed' then rate_low end) as rate_of_exposed_low,
        max(case when rate_of = 'exposed' then rate_high end) as rate_of_exposed_high
    from intervals
    group by funnel_no, kind, value, step_no
)

select
    listed.funnel_no,
    listed.kind,
    listed.value,
    listed.step_no,
    listed.units,
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
inner join side_by_side as rates
    on
        listed.funnel_no = rates.funnel_no
        and listed.kind = rates.kind
        and listed.value = rates.value
        and listed.step_no = rates.step_no

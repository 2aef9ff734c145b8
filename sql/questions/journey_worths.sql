-- What:  What reaching the goal of each definition is worth, and what one more failure costs.
-- Grain: one row per journey definition
-- Key:   journey_no
-- Reads: config.failure_patterns, config.journey_values, config.journeys,
--        config.opportunity_settings, config.touchpoint_costs, journeys.journeys, journeys.steps
-- Rule:  the value that the configuration gives, else the mean amount of the journeys that reached
--        the goal. A failure costs what the configuration says of its touchpoint, on average over
--        those that occur. Both are summed as decimals, because a sum of doubles depends on the
--        order of its terms.

with

amounts as (
    select
        journey_no,
        cast(avg(cast(value as decimal(18, 4))) as double) as value
    from journeys.journeys
    where outcome = 'reached' and value is not null
    group by journey_no
),

failures as (
    select distinct
        costs.touchpoint,
        costs.cost
    from config.touchpoint_costs as costs
    inner join config.failure_patterns as patterns
        on lower(costs.touchpoint) like patterns.pattern escape '!'
    where costs.cost is not null
),

failed as (
    select
        steps.journey_no,
        cast(avg(cast(failures.cost as decimal(18, 4))) as double) as cost
    from journeys.steps as steps
    inner join failures on steps.touchpoint = failures.touchpoint
    group by steps.journey_no
)

select
    definitions.journey_no,
    definitions.journey,
    coalesce(given.value, amounts.value) as value,
    case
        when given.value is not null then 'configured'
        when amounts.value is not null then 'orders'
    end as value_source,
    failed.cost,
    settings.unhappy_share
from config.journeys as definitions
cross join config.opportunity_settings as settings
left join config.journey_values as given on definitions.journey_no = given.journey_no
left join amounts on definitions.journey_no = amounts.journey_no
left join failed on definitions.journey_no = failed.journey_no
order by definitions.journey_no

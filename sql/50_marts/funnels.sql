-- What:  The funnels of the configuration: how many did each step, which share, how fast.
-- Grain: one row per funnel and step
-- Key:   funnel, step_no
-- Reads: config.funnel_steps, config.funnels, journeys.funnel_counts
-- Rule:  counted are journeys, or people where the unit says so: the other column is empty. At risk
--        are those that did the last step before it that is not optional; of those that did not go
--        on, open are the ones that still might when the data end. The rates are of the first step,
--        of those at risk, and of those at risk that are not open, with Wilson's interval at 95 %
--        (Wilson 1927). Times are those of whoever did it, since the step before and since the
--        entry. Void are those that touched the first step, but only where something excluded voids
--        it.
-- Order: the funnels in the order of the configuration, then step_no

select
    funnels.funnel,
    funnels.journey,
    steps.step_no,
    steps.touchpoint,
    steps.is_optional,
    funnels.unit,
    case when funnels.unit = 'journeys' then counts.units end as journeys,
    case when funnels.unit = 'people' then counts.units end as people,
    counts.at_risk,
    counts.open,
    counts.void,
    counts.rate_of_first,
    counts.rate_of_first_low,
    counts.rate_of_first_high,
    counts.rate_of_previous,
    counts.rate_of_previous_low,
    counts.rate_of_previous_high,
    counts.rate_of_exposed,
    counts.rate_of_exposed_low,
    counts.rate_of_exposed_high,
    counts.p25_s,
    counts.median_s,
    counts.p75_s,
    counts.p90_s,
    counts.median_from_first_s
from journeys.funnel_counts as counts
inner join config.funnels as funnels on counts.funnel_no = funnels.funnel_no
inner join config.funnel_steps as steps
    on counts.funnel_no = steps.funnel_no and counts.step_no = steps.step_no
where counts.kind = 'all'
order by counts.funnel_no, counts.step_no

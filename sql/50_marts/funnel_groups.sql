-- What:  The funnels of the configuration by what divides them, and by when they were entered.
-- Grain: one row per funnel, kind of group, value and step
-- Key:   funnel, kind, value, step_no
-- Reads: config.funnel_steps, config.funnels, journeys.funnel_counts
-- Rule:  as in marts.funnels, whose counts the groups of either kind add up to; kind is by (the
--        value at the entry, (none) where it is not known) or trend (the day, or the Monday of the
--        week, of the entry); dimension is what the value is one of: device, week ...
-- Order: the funnels in the order of the configuration, then kind, value and step_no

select
    funnels.funnel,
    funnels.journey,
    counts.kind,
    case when counts.kind = 'by' then funnels.divided_by else funnels.trend end as dimension,
    counts.value,
    steps.step_no,
    steps.touchpoint,
    steps.is_optional,
    funnels.unit,
    case when funnels.unit = 'journeys' then counts.units end as journeys,
    case when funnels.unit = 'people' then counts.units end as people,
    counts.at_risk,
    counts.open,
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
where counts.kind <> 'all'
order by counts.funnel_no, counts.kind, counts.value, counts.step_no

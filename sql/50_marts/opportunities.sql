-- What:  What is worth mending: how many customers it meets, how much more goes wrong, what it
--        costs.
-- Grain: one row per opportunity
-- Key:   opportunity
-- Reads: config.journeys, config.settings, config.touchpoint_costs, journeys.opportunities,
--        marts.touchpoints, staging.data_window
-- Rule:  whatever is worse than among its equals with a q (Benjamini and Hochberg 1995) of at most
--        largest_q. handoff: visits that a change of device, channel or department led to, against
--        others at the same touchpoint and position, of the same persona; campaign: journeys it
--        began, against all others; wait: journeys that waited longer than nine in ten between two
--        touchpoints, against others of the same topic and persona; incident: days at a touchpoint,
--        against its other days; touchpoint: visits against those of other touchpoints as far on,
--        without the journeys that the former meet, where marts.pain_points sees more lost, too.
--        What goes wrong is the effect: lost (the
--        journey ended without the goal), unhappy (-0.5 or less), again (a failure touchpoint came
--        later). excess is the difference times the cases compared, money the excess times
--        value_each, over the period of the data; the range is that of the difference, 95 %, and
--        takes the value for certain. shared_share is the largest share of the harmed journeys that
--        one of higher rank harms too; counted_in names one with the same effect that harms half.

select
    found.opportunity,
    found.rank,
    definitions.journey,
    found.kind,
    found.effect,
    found.touchpoint,
    known.stage,
    found.dimension,
    found.from_value,
    found.to_value,
    found.first_date,
    found.last_date,
    found.wait_s,
    found.customers,
    found.compared,
    found.others,
    found.share,
    found.share_elsewhere,
    found.difference,
    found.difference_low,
    found.difference_high,
    found.p,
    found.q,
    found.excess,
    found.excess_low,
    found.excess_high,
    found.value_each,
    found.value_source,
    settings.currency,
    found.money,
    found.money_low,
    found.money_high,
    (data.as_of_us - data.first_us) / 86400000000.0 as period_days,
    known.owner,
    costs.effort,
    found.assumptions,
    found.shared_with,
    found.shared_share,
    found.counted_in
from journeys.opportunities as found
inner join config.journeys as definitions on found.journey_no = definitions.journey_no
cross join config.settings as settings
cross join staging.data_window as data
left join marts.touchpoints as known on found.touchpoint = known.touchpoint
left join config.touchpoint_costs as costs on found.touchpoint = costs.touchpoint

-- What:  Which campaigns, channels and touchpoints the journeys that reached the goal are owed to.
-- Grain: one row per journey definition, dimension, model and value
-- Key:   journey, dimension, model, value_name
-- Reads: config.journeys, journeys.attribution_credits
-- Rule:  every model gives away each journey that reached the goal once, so that its conversions
--        add up to them. first, last, last_non_direct (the last that is not "(none)" or "direct"),
--        linear (all touches alike), position (40 % first, 20 % between, 40 % last), time_decay
--        (half-life of 7 days), shapley (all different values alike; Zhao et al. 2018) and markov
--        (by removal_effect: the share of the conversions of the chain that is lost when the value
--        loses every journey; Anderl et al. 2016). No model tells cause from coincidence.

select
    definitions.journey,
    credits.dimension,
    credits.model,
    credits.value_name,
    credits.conversions,
    credits.share,
    credits.value,
    credits.removal_effect
from journeys.attribution_credits as credits
inner join config.journeys as definitions on credits.journey_no = definitions.journey_no

-- What:  What the number of people says before any pair is looked at.
-- Grain: one row, when there are profiles
-- Key:   population
-- Reads: config.proposal_settings, identity.proposal_populations
-- Rule:  half of the larger source has a partner, so a pair has odds of one in twice its size; a
--        name says more where more people could bear it, but never enough alone: its limit grows
--        as fast as the prior falls

select
    largest.population,
    -- Rounded to a hundredth, as scores are.
    floor((-1 - log2(largest.population)) * 100 + 0.5) / 100 as prior_points,
    settings.most_points_of_a_name + log2(largest.population / settings.smallest_population)
        as most_points_of_a_name
from (
    select greatest(max(populations.profiles), min(limits.smallest_population)) as population
    from identity.proposal_populations as populations
    cross join config.proposal_settings as limits
) as largest
cross join config.proposal_settings as settings
where largest.population is not null

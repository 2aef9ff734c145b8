-- What:  The main numbers of each kind of journey under the policy in force.
-- Grain: one row per journey definition
-- Key:   journey_no
-- Reads: config.identity_settings, journeys.headlines

select
    settings.policy,
    headlines.journey_no,
    headlines.people,
    headlines.journeys,
    headlines.reached,
    headlines.ended,
    headlines.open,
    headlines.handoffs
from journeys.headlines as headlines
cross join config.identity_settings as settings
order by headlines.journey_no

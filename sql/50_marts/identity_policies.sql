-- What:  How many customers each identity policy finds, and how many events change customer.
-- Grain: one row per identity policy
-- Key:   policy
-- Reads: config.identity_settings, journeys.policy_totals
-- Rule:  moved_events are those whose customer is not the same as under the chosen policy,
--        moved_people the customers who lose some of them

select
    totals.policy,
    totals.policy = settings.policy as is_chosen,
    totals.people,
    totals.events,
    totals.moved_people,
    totals.moved_events
from journeys.policy_totals as totals
cross join config.identity_settings as settings

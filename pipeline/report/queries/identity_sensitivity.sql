-- How each kind of journey would have gone under each identity policy.
select
    policy,
    is_chosen,
    journey,
    people,
    journeys,
    reached,
    ended,
    open,
    reach_rate,
    reach_low,
    reach_high,
    drop_off_rate,
    drop_off_low,
    drop_off_high,
    handoffs
from marts.identity_sensitivity
order by policy, journey

-- How journeys would have gone if they were cut otherwise; nothing where no other way is named.
select
    journey,
    variant,
    boundary,
    timeout_s,
    journeys,
    people,
    steps,
    reached,
    ended,
    open,
    reach_rate,
    reach_low,
    reach_high,
    drop_off_rate,
    median_reached_s
from marts.boundary_sensitivity
where journey in (select journey from marts.boundary_sensitivity where variant_no > 0)
order by journey, variant_no

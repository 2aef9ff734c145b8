-- What:  The routes of one definition on which some touchpoint is met again.
-- Grain: one row per route
-- Key:   route
-- Reads: marts.routes
-- Rule:  as in marts.routes

select
    route,
    journeys,
    reached
from marts.routes
where journey = $journey and len(list_distinct(route)) < len(route)
order by route

-- What:  The most frequent routes of one definition.
-- Grain: one row per route
-- Key:   route
-- Reads: marts.routes
-- Rule:  as in marts.routes; at most $most of them
-- Order: journeys from many to few, then the route itself

select
    route,
    journeys,
    reached,
    ended
from marts.routes
where journey = $journey
order by journeys desc, route asc
limit $most

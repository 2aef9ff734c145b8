-- What:  Which routes journeys take, most frequent first.
-- Kind:  view
-- Grain: one row per journey definition and route
-- Key:   journey, route
-- Reads: config.journeys, journeys.routes
-- Rule:  a route is the list of a journey's touchpoints in order; the shares are of all journeys of
--        the definition, added up from the most frequent route on, of equals by the route itself

select
    definitions.journey,
    routes.route,
    routes.steps,
    routes.journeys,
    routes.people,
    routes.share,
    routes.cumulative_share,
    routes.reached,
    routes.ended,
    routes.open
from journeys.routes as routes
inner join config.journeys as definitions on routes.journey_no = definitions.journey_no

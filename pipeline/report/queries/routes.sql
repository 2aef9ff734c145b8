-- The most common routes of each journey name; $1 = fewest journeys shown, $2 = routes a name.
select
    journey,
    route,
    steps,
    journeys,
    people,
    share,
    cumulative_share,
    reached,
    ended,
    open
from marts.routes
where journeys >= $1
qualify row_number() over (partition by journey order by journeys desc, route) <= $2
order by journey, journeys desc, route

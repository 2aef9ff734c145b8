-- Per journey name: how many different routes, and how many are too rare to be shown; $1 = limit.
select
    journey,
    count(*) as routes,
    sum(journeys)::bigint as journeys,
    count(*) filter (where journeys < $1) as rare_routes,
    coalesce(sum(journeys) filter (where journeys < $1), 0)::bigint as rare_journeys
from marts.routes
group by journey
order by journey

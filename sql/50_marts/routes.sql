-- What:  Which routes journeys take, most frequent first.
-- Grain: one row per journey definition and route
-- Key:   journey, route
-- Reads: journeys.journeys, journeys.steps
-- Rule:  a route is the list of a journey's touchpoints in order; the shares are of all journeys of
--        the definition, added up from the most frequent route on
-- Order: journeys from many to few, then the route itself

with

paths as (
    select
        journey_key,
        count(*) as steps,
        map_values(
            map_from_entries(
                array_sort(array_agg(named_struct('k', step_no, 'v', touchpoint)))
            )
        ) as route
    from journeys.steps
    group by journey_key
),

counted as (
    select
        journeys.journey,
        paths.route,
        max(paths.steps) as steps,
        count(*) as journeys,
        count(distinct journeys.person_key) as people,
        sum(case when journeys.outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when journeys.outcome = 'ended' then 1 else 0 end) as ended,
        sum(case when journeys.outcome = 'open' then 1 else 0 end) as open
    from paths
    inner join journeys.journeys as journeys on paths.journey_key = journeys.journey_key
    group by journeys.journey, paths.route
)

select
    journey,
    route,
    steps,
    journeys,
    people,
    journeys / cast(sum(journeys) over (partition by journey) as double) as share,
    sum(journeys) over (
        partition by journey
        order by journeys desc, route asc
        rows between unbounded preceding and current row
    ) / cast(sum(journeys) over (partition by journey) as double) as cumulative_share,
    cast(reached as bigint) as reached,
    cast(ended as bigint) as ended,
    cast(open as bigint) as open
from counted
order by journey asc, journeys desc, route asc

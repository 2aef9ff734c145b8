-- What:  Which routes journeys take, most frequent first.
-- Grain: one row per journey definition and route
-- Key:   journey, route
-- Reads: journeys.journeys, journeys.kinds, journeys.placed_events
-- Rule:  a route is the list of a journey's touchpoints in order; the shares are of all journeys of
--        the definition, added up from the most frequent route on. Journeys are of one route when
--        they have as many steps and two marks in common, each made of all numbers of touchpoints
--        and steps: that costs a tenth of comparing lists, and 104 bits leave no room for chance.
--        The list itself is read from one journey of each route.
-- Order: journeys from many to few, then the route itself

with

marked as (
    select
        journey_key,
        count(*) as steps,
        bit_xor(xxhash64(touchpoint_no * 4294967296 + step_no)) as mark,
        sum(xxhash64(step_no * 4294967296 + touchpoint_no) % 1099511627776) as other_mark
    from journeys.placed_events
    where begins_step = 1
    group by journey_key
),

numbered as (
    select
        journeys.journey,
        marked.steps,
        marked.mark,
        marked.other_mark,
        min(journeys.journey_key) as example_key,
        count(*) as journeys,
        count(distinct journeys.person_key) as people,
        sum(case when journeys.outcome = 'reached' then 1 else 0 end) as reached,
        sum(case when journeys.outcome = 'ended' then 1 else 0 end) as ended,
        sum(case when journeys.outcome = 'open' then 1 else 0 end) as open
    from marked
    inner join journeys.journeys as journeys on marked.journey_key = journeys.journey_key
    group by journeys.journey, marked.steps, marked.mark, marked.other_mark
),

touchpoints as (
    select
        touchpoint_no,
        max(touchpoint) as touchpoint
    from journeys.kinds
    group by touchpoint_no
),

written as (
    select
        steps.journey_key,
        map_values(
            map_from_entries(
                array_sort(
                    array_agg(named_struct('k', steps.step_no, 'v', touchpoints.touchpoint))
                )
            )
        ) as route
    from journeys.placed_events as steps
    inner join touchpoints on steps.touchpoint_no = touchpoints.touchpoint_no
    inner join numbered on steps.journey_key = numbered.example_key
    where steps.begins_step = 1
    group by steps.journey_key
),

counted as (
    select
        numbered.*,
        written.route
    from numbered
    inner join written on numbered.example_key = written.journey_key
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

-- What:  What two groups of journeys are compared by, summed over their customers.
-- Grain: one row per measure, touchpoint and group
-- Key:   measure, touchpoint, group_no
-- Reads: config.journeys, journeys.journeys, journeys.judged_steps, journeys.kinds,
--        journeys.step_emotions, journeys.steps, staging.data_window
-- Rule:  reached and duration_s are of journeys that began at least $window_us before the data end:
--        all of them had equally long to reach the goal, and only goals reached so soon count.
--        drop_off are the visits that were the end, of those that can be judged; rating and text
--        are the emotion of visits. In a comparison of periods a journey belongs to the day on
--        which it began, a visit to its own; else both belong to what compare_values finds. The
--        sums of products are over customers, to tell how much cases of one of them hang together.

with

grouped as (
    select
        journey_key,
        case
            when $by = 'period' then 0
            when list_contains($first, value_name) then 1
            when $second is null or list_contains($second, value_name) then 2
        end as group_no
    from compare_values
),

begun as (
    select
        journeys.journey_key,
        journeys.person_key,
        journeys.started_us as occurred_us,
        case
            when journeys.outcome = 'reached' and journeys.duration_s * 1000000 <= $window_us then 1
            else 0
        end as is_reached,
        journeys.duration_s
    from journeys.journeys as journeys
    inner join grouped on journeys.journey_key = grouped.journey_key
    cross join staging.data_window as data
    where journeys.started_us <= data.as_of_us - $window_us
),

cases as (
    select
        'reached' as measure,
        '' as touchpoint,
        journey_key,
        person_key,
        occurred_us,
        cast(is_reached as decimal(28, 6)) as value
    from begun
    union all
    select
        'duration_s' as measure,
        '' as touchpoint,
        journey_key,
        person_key,
        occurred_us,
        cast(duration_s as decimal(28, 6)) as value
    from begun
    where is_reached = 1
    union all
    select
        said.measure,
        steps.touchpoint,
        steps.journey_key,
        steps.person_key,
        steps.occurred_us,
        cast(said.emotion as decimal(28, 6)) as value
    from journeys.step_emotions as said
    inner join journeys.steps as steps
        on said.journey_key = steps.journey_key and said.step_no = steps.step_no
),

placed as (
    select
        cases.measure,
        cases.touchpoint,
        cases.person_key,
        cases.value,
        case
            when grouped.group_no <> 0 then grouped.group_no
            when
                cases.occurred_us >= $first_from_us and cases.occurred_us < $first_until_us
                then 1
            when
                cases.occurred_us >= $second_from_us and cases.occurred_us < $second_until_us
                then 2
        end as group_no
    from cases
    inner join grouped on cases.journey_key = grouped.journey_key
    where grouped.group_no is not null
),

people as (
    select
        measure,
        touchpoint,
        group_no,
        count(*) as n,
        sum(value) as y
    from placed
    where group_no is not null
    group by measure, touchpoint, group_no, person_key
),

-- There are as many of these as steps, so that they are counted by numbers and then named.
visits as (
    select
        steps.touchpoint_no,
        steps.person_key,
        steps.is_here,
        case
            when grouped.group_no <> 0 then grouped.group_no
            when
                steps.occurred_us >= $first_from_us and steps.occurred_us < $first_until_us
                then 1
            when
                steps.occurred_us >= $second_from_us and steps.occurred_us < $second_until_us
                then 2
        end as group_no
    from journeys.judged_steps as steps
    inner join grouped on steps.journey_key = grouped.journey_key
    where grouped.group_no is not null
),

visitors as (
    select
        touchpoint_no,
        group_no,
        cast(count(*) as integer) as n,
        cast(sum(is_here) as integer) as y
    from visits
    where group_no is not null
    group by touchpoint_no, group_no, person_key
),

drops as (
    select
        touchpoint_no,
        group_no,
        count(*) as people,
        sum(n) as n,
        sum(y) as y,
        sum(cast(n as bigint) * n) as n_n,
        sum(cast(n as bigint) * y) as n_y,
        sum(cast(y as bigint) * y) as y_y
    from visitors
    group by touchpoint_no, group_no
),

names as (
    select distinct
        touchpoint_no,
        touchpoint
    from journeys.kinds
),

sums as (
    select
        measure,
        nullif(touchpoint, '') as touchpoint,
        group_no,
        count(*) as people,
        cast(sum(n) as bigint) as n,
        cast(sum(y) as double) as y,
        cast(sum(n * n) as bigint) as n_n,
        cast(sum(n * y) as double) as n_y,
        cast(sum(cast(cast(y as double) * cast(y as double) as decimal(38, 4))) as double) as y_y
    from people
    group by measure, touchpoint, group_no
    union all
    select
        'drop_off' as measure,
        names.touchpoint,
        drops.group_no,
        drops.people,
        cast(drops.n as bigint) as n,
        cast(drops.y as double) as y,
        cast(drops.n_n as bigint) as n_n,
        cast(drops.n_y as double) as n_y,
        cast(drops.y_y as double) as y_y
    from drops
    inner join names on drops.touchpoint_no = names.touchpoint_no
)

select
    measure,
    touchpoint,
    group_no,
    people,
    n,
    y,
    n_n,
    n_y,
    y_y
from sums
order by measure, touchpoint, group_no

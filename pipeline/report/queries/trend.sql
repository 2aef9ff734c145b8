-- Whether the goal is reached more often than before: journeys of the last weeks in which each had a
-- whole timeout to reach it before the data end (group 1), and of as many weeks before (group 2); at
-- most four, so that no day of the week counts more on one side. Sums over people, as in
-- sql/questions/compare_sums.sql.
with

ends as (
    select
        definitions.journey,
        definitions.timeout_s,
        run.timezone,
        timezone(run.timezone, run.first_event_at) as first_at,
        date_trunc('day', timezone(run.timezone, run.as_of_at - to_seconds(definitions.timeout_s)))
            as until_at
    from marts.journey_definitions as definitions
    cross join marts.run as run
    where definitions.timeout_s is not null
),

weeks as (
    select
        ends.*,
        least(4, date_diff('day', ends.first_at, ends.until_at) // 14) as weeks
    from ends
),

people as (
    select
        journeys.journey,
        if(timezone(weeks.timezone, journeys.started_at) >= weeks.until_at - to_days(weeks.weeks * 7), 1, 2)
            as group_no,
        journeys.person_id,
        count(*) as n,
        count(*) filter (
            where journeys.outcome = 'reached' and journeys.duration_s <= weeks.timeout_s
        ) as y
    from marts.journeys as journeys
    inner join weeks on journeys.journey = weeks.journey
    where
        weeks.weeks > 0
        and timezone(weeks.timezone, journeys.started_at) < weeks.until_at
        and timezone(weeks.timezone, journeys.started_at)
        >= weeks.until_at - to_days(weeks.weeks * 14)
    group by all
),

sums as (
    select
        journey,
        group_no,
        count(*) as people,
        sum(n)::bigint as n,
        sum(y)::bigint as y,
        sum(n * n)::bigint as n_n,
        sum(n * y)::bigint as n_y,
        sum(y * y)::bigint as y_y
    from people
    group by journey, group_no
)

select
    sums.*,
    weeks.timeout_s as window_s,
    (weeks.until_at - to_days(weeks.weeks * 7 * sums.group_no))::date as first_day,
    (weeks.until_at - to_days(weeks.weeks * 7 * (sums.group_no - 1) + 1))::date as last_day
from sums
inner join weeks on sums.journey = weeks.journey
order by sums.journey, sums.group_no

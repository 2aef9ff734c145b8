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

-- Midnights are turned into instants, so that no instant has to be turned into a time of day.
sides as (
    select
        weeks.journey,
        weeks.timeout_s,
        places.group_no,
        (weeks.until_at - to_days(weeks.weeks * 7 * places.group_no))::date as first_day,
        (weeks.until_at - to_days(weeks.weeks * 7 * (places.group_no - 1) + 1))::date as last_day,
        timezone(weeks.timezone, first_day::timestamp) as from_at,
        timezone(weeks.timezone, last_day + interval 1 day) as until_at
    from weeks
    cross join (values (1), (2)) as places (group_no)
    where weeks.weeks > 0
),

people as (
    select
        sides.journey,
        sides.group_no,
        journeys.person_id,
        count(*) as n,
        count(*) filter (
            where journeys.outcome = 'reached' and journeys.duration_s <= sides.timeout_s
        ) as y
    from sides
    inner join marts.journeys as journeys
        on
            sides.journey = journeys.journey
            and sides.from_at <= journeys.started_at
            and sides.until_at > journeys.started_at
    group by sides.journey, sides.group_no, journeys.person_id
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
    sides.timeout_s as window_s,
    sides.first_day,
    sides.last_day
from sums
inner join sides on sums.journey = sides.journey and sums.group_no = sides.group_no
order by sums.journey, sums.group_no

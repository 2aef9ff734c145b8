-- What:  How many of those who came first in a week or month come again in later ones.
-- Grain: one row per kind of period, cohort and period
-- Key:   period, cohort_date, period_no
-- Reads: config.settings, sessions.cohorts, staging.data_window
-- Rule:  weeks begin on Monday; weeks and months are those of the configured time zone. A cohort is
--        everybody whose first own event lies in it; they are active in a period in which they have
--        another or the same event. Period 0 is the cohort's own. Who came before the data begin
--        counts among the first cohort. A period that the data do not cover to its end is not
--        complete. The interval is Wilson's at 95 % (Wilson 1927), z = 1.959963984540054.

with

-- The instant after the data end lies in the first period that they do not cover.
data_end as (
    select
        from_utc_timestamp(
            timestamp_micros(data.as_of_us + 1 - (data.as_of_us + 1) % 900000000),
            settings.timezone
        ) as local_at
    from staging.data_window as data
    cross join config.settings as settings
),

-- The first of January 1970 was a Thursday.
last_periods as (
    select
        'week' as period,
        cast(floor((unix_micros(local_at) + 259200000000) / 604800000000.0) as bigint)
            as first_unfinished_at
    from data_end
    union all
    select
        'month' as period,
        cast(year(local_at) * 12 + month(local_at) - 1 as bigint) as first_unfinished_at
    from data_end
),

cohorts as (
    select
        period,
        cohort_at,
        active as people
    from sessions.cohorts
    where period_at = cohort_at
),

digits as (
    select listed.digit
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as listed (digit)
),

numbers as (
    select
        cast(
            ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit as bigint
        ) as period_no
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
),

newest as (
    select
        period,
        max(period_at) as newest_at
    from sessions.cohorts
    group by period
),

grid as (
    select
        cohorts.period,
        cohorts.cohort_at,
        numbers.period_no,
        cohorts.people,
        coalesce(visits.active, 0) as active,
        cohorts.cohort_at + numbers.period_no < last_periods.first_unfinished_at as is_complete,
        cast(cohorts.people as double) as n,
        coalesce(visits.active, 0) / cast(cohorts.people as double) as rate,
        3.841458820694124 as z2
    from cohorts
    inner join newest on cohorts.period = newest.period
    inner join last_periods on cohorts.period = last_periods.period
    inner join numbers
        on
            cohorts.cohort_at + numbers.period_no
            <= greatest(newest.newest_at, last_periods.first_unfinished_at - 1)
    left join sessions.cohorts as visits
        on
            cohorts.period = visits.period
            and cohorts.cohort_at = visits.cohort_at
            and cohorts.cohort_at + numbers.period_no = visits.period_at
)

select
    period,
    case
        when period = 'week'
            then cast(timestamp_micros(cohort_at * 604800000000 - 259200000000) as date)
        else make_date(
            cast(floor(cohort_at / 12.0) as int), cast(cohort_at % 12 + 1 as int), 1
        )
    end as cohort_date,
    period_no,
    people,
    active,
    rate,
    greatest(
        0.0,
        (rate + z2 / (2 * n) - sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
    ) as rate_low,
    least(
        1.0,
        (rate + z2 / (2 * n) + sqrt(z2 * (rate * (1 - rate) + z2 / (4 * n)) / n)) / (1 + z2 / n)
    ) as rate_high,
    is_complete
from grid

-- What:  How many people were active in which week and month, by the one in which they came first.
-- Grain: one row per kind of period, cohort and period in which somebody of it was active
-- Key:   period, cohort_at, period_at
-- Reads: config.settings, sessions.session_events
-- Adds:  active
-- Rule:  weeks begin on Monday; weeks and months are those of the configured time zone, numbered on
--        and on. A cohort is everybody whose first own event lies in it.

with

-- Zones differ from UTC by quarters of an hour, so each quarter is looked up once.
acts as (
    select distinct
        person_key,
        occurred_us - occurred_us % 900000000 as quarter_us
    from sessions.session_events
),

local_times as (
    select
        instants.quarter_us,
        from_utc_timestamp(timestamp_micros(instants.quarter_us), settings.timezone) as local_at
    from (select distinct quarter_us from acts) as instants
    cross join config.settings as settings
),

-- The first of January 1970 was a Thursday.
calendar as (
    select
        quarter_us,
        'week' as period,
        cast(floor((unix_micros(local_at) + 259200000000) / 604800000000.0) as bigint) as period_at
    from local_times
    union all
    select
        quarter_us,
        'month' as period,
        cast(year(local_at) * 12 + month(local_at) - 1 as bigint) as period_at
    from local_times
),

activity as (
    select distinct
        calendar.period,
        acts.person_key,
        calendar.period_at
    from acts
    inner join calendar on acts.quarter_us = calendar.quarter_us
),

firsts as (
    select
        period,
        person_key,
        min(period_at) as cohort_at
    from activity
    group by period, person_key
)

select
    activity.period,
    firsts.cohort_at,
    activity.period_at,
    count(*) as active
from activity
inner join firsts
    on activity.period = firsts.period and activity.person_key = firsts.person_key
group by activity.period, firsts.cohort_at, activity.period_at

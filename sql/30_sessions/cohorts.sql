-- What:  How many people were active in which week and month, by the one in which they came first.
-- Grain: one row per kind of period, cohort and period in which somebody of it was active
-- Key:   period, cohort_at, period_at
-- Reads: config.settings, sessions.session_events, sessions.sessions
-- Adds:  active
-- Rule:  weeks begin on Monday; weeks and months are those of the configured time zone, numbered on
--        and on. A cohort is everybody whose first own event lies in it.

with

visits as (
    select
        person_key,
        session_no,
        started_us,
        unix_micros(ended_at) as ended_us
    from sessions.sessions
),

-- Zones differ from UTC by quarters of an hour, so each quarter is looked up once. Of a visit the
-- first and the last event tell all periods, unless a whole one may lie between them.
acts as (
    select
        person_key,
        started_us - started_us % 900000000 as quarter_us
    from visits
    union all
    select
        person_key,
        ended_us - ended_us % 900000000 as quarter_us
    from visits
    where ended_us - ended_us % 900000000 > started_us
    union all
    select
        events.person_key,
        events.occurred_us - events.occurred_us % 900000000 as quarter_us
    from sessions.session_events as events
    inner join visits
        on
            events.person_key = visits.person_key
            and events.occurred_us between visits.started_us and visits.ended_us
    where visits.ended_us - visits.started_us > 518400000000
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
        calendar.period,
        visits.person_key,
        calendar.period_at as cohort_at
    from visits
    inner join calendar on visits.started_us - visits.started_us % 900000000 = calendar.quarter_us
    where visits.session_no = 1
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

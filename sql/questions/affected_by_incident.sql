-- What:  The journeys that were at some touchpoints on some days.
-- Grain: one row per finding and journey
-- Key:   finding_no, journey_key
-- Reads: config.settings, journeys.judged_steps
-- Rule:  days are those of the configured time zone. They begin at a quarter of an hour everywhere
-- Order: finding_no, journey_key

with

asked as (
    select
        unnest($finding_no) as finding_no,
        unnest($journey_no) as journey_no,
        unnest($touchpoint_no) as touchpoint_no,
        unnest($first_date) as first_date,
        unnest($last_date) as last_date
),

quarters as (
    select
        quarters.quarter_no,
        cast(
            from_utc_timestamp(
                timestamp_micros(cast(quarters.quarter_no * 900000000 as bigint)), settings.timezone
            ) as date
        ) as day
    from (select distinct quarter_no from journeys.judged_steps) as quarters
    cross join config.settings as settings
),

visits as (
    select
        asked.finding_no,
        asked.first_date,
        asked.last_date,
        steps.journey_key,
        steps.person_key,
        steps.step_no,
        steps.is_here,
        steps.quarter_no
    from journeys.judged_steps as steps
    inner join asked
        on steps.journey_no = asked.journey_no and steps.touchpoint_no = asked.touchpoint_no
)

select
    visits.finding_no,
    visits.journey_key,
    min(visits.person_key) as person_key,
    min(visits.step_no) as step_no,
    max(visits.is_here) as is_lost
from visits
inner join quarters on visits.quarter_no = quarters.quarter_no
where
    quarters.day between cast(visits.first_date as date) and cast(visits.last_date as date)
group by visits.finding_no, visits.journey_key
order by visits.finding_no, visits.journey_key

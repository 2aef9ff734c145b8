-- What:  The journeys that were at one touchpoint on some days.
-- Grain: one row per journey
-- Key:   journey_key
-- Reads: config.settings, journeys.judged_steps

select
    steps.journey_key,
    min(steps.person_key) as person_key,
    min(steps.step_no) as step_no,
    max(steps.is_here) as is_lost
from journeys.judged_steps as steps
cross join config.settings as settings
where
    steps.journey_no = $journey_no
    and steps.touchpoint_no = $touchpoint_no
    and steps.is_open = 0
    and cast(
        from_utc_timestamp(timestamp_micros(steps.occurred_us), settings.timezone) as date
    ) between cast($first_date as date) and cast($last_date as date)
group by steps.journey_key
order by steps.journey_key

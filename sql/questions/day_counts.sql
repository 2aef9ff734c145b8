-- What:  How many journeys were lost at each touchpoint on each day, and how many were to be
--        expected.
-- Grain: one row per journey definition, touchpoint and day
-- Key:   journey_no, touchpoint_no, day
-- Reads: config.settings, journeys.judged_steps
-- Rule:  expected is what would have been lost at the rates of the touchpoint at the same position
--        and persona over all days. Days are those of the configured time zone. A journey counts at
--        a touchpoint and day once.

with

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
        steps.journey_no,
        steps.touchpoint_no,
        steps.journey_key,
        quarters.day,
        max(steps.position_no) as position_no,
        max(steps.persona_no) as persona_no,
        max(steps.is_here) as is_here
    from journeys.judged_steps as steps
    inner join quarters on steps.quarter_no = quarters.quarter_no
    where steps.is_open = 0
    group by steps.journey_no, steps.touchpoint_no, steps.journey_key, quarters.day
),

strata as (
    select
        journey_no,
        touchpoint_no,
        day,
        position_no,
        persona_no,
        count(*) as n,
        cast(sum(is_here) as bigint) as here
    from visits
    group by journey_no, touchpoint_no, day, position_no, persona_no
),

rated as (
    select
        *,
        cast(sum(here) over stratum as double) / cast(sum(n) over stratum as double) as rate
    from strata
    window stratum as (partition by journey_no, touchpoint_no, position_no, persona_no)
)

select
    journey_no,
    touchpoint_no,
    day,
    cast(sum(n) as bigint) as n,
    cast(sum(here) as bigint) as here,
    cast(sum(cast(n * rate as decimal(28, 12))) as double) as expected
from rated
group by journey_no, touchpoint_no, day
order by journey_no, touchpoint_no, day

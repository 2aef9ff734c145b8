-- What:  The day in which each of some quarters of an hour lies.
-- Grain: one row per quarter asked for
-- Key:   quarter_no
-- Reads: config.settings
-- Rule:  days are those of the configured time zone. They begin at a quarter of an hour everywhere
-- Order: quarter_no

with

asked as (
    select unnest($quarter_no) as quarter_no
)

select
    asked.quarter_no,
    cast(
        from_utc_timestamp(
            timestamp_micros(cast(asked.quarter_no as bigint) * 900000000), settings.timezone
        ) as date
    ) as day
from asked
cross join config.settings as settings
order by asked.quarter_no

-- What:  When the data begin and end; the end decides what is still open.
-- Grain: one row
-- Key:   none, one row
-- Reads: config.settings, staging.events

with

seen as (
    select
        min(occurred_us) as first_us,
        max(occurred_us) as last_us
    from staging.events
)

select
    seen.first_us,
    seen.last_us,
    coalesce(settings.as_of_us, seen.last_us) as as_of_us,
    timestamp_micros(coalesce(settings.as_of_us, seen.last_us)) as as_of_at
from seen
cross join config.settings as settings

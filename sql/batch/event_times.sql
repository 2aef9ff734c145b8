-- What:  How many events each source has on each day, and at each second of the day.
-- Grain: one row per source, part and number
-- Key:   source, part, part_no
-- Reads: batch.new_event_times, staging.event_times
-- Rule:  staging.event_times is still that of the build before

with

counts as (
    select *
    from staging.event_times
    union all
    select *
    from batch.new_event_times
)

select
    source,
    part,
    part_no,
    cast(sum(events) as bigint) as events
from counts
group by source, part, part_no

-- What:  Ids of events that were delivered more than once, found among those of new files and those
--        that were known.
-- Grain: one row per event that was delivered more than once
-- Key:   event_id
-- Reads: batch.fresh_ids, identity.event_bundles, staging.doubled_events
-- Rule:  all but fresh_ids is of the build before: an id that was there and not doubled had been
--        delivered once

with

present as (
    select events.event_id
    from identity.event_bundles as events
    inner join batch.fresh_ids as fresh on events.event_id = fresh.event_id
),

told as (
    select
        fresh.event_id,
        fresh.deliveries + case
            when doubled.event_id is not null then doubled.deliveries
            when present.event_id is not null then 1
            else 0
        end as deliveries
    from batch.fresh_ids as fresh
    left join staging.doubled_events as doubled on fresh.event_id = doubled.event_id
    left join present on fresh.event_id = present.event_id
)

select
    event_id,
    deliveries
from told
where deliveries > 1
union all
select
    doubled.event_id,
    doubled.deliveries
from staging.doubled_events as doubled
left join batch.fresh_ids as fresh on doubled.event_id = fresh.event_id
where fresh.event_id is null

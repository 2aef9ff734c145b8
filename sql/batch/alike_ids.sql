-- What:  Ids of new files that have the key of another id.
-- Grain: one row per id and other id
-- Key:   event_id
-- Reads: batch.fresh_ids, identity.event_bundles
-- Rule:  identity.event_bundles is that of the build before. Such ids get keys of their own, which
--        takes a build of all rows

with

fresh as (
    select
        event_id,
        cast(xxhash64(event_id) % 9223372036854775807 as bigint) as event_key
    from batch.fresh_ids
)

select fresh.event_id
from fresh
inner join identity.event_bundles as events on fresh.event_key = events.event_key
where fresh.event_id <> events.event_id
union all
select min(event_id) as event_id
from fresh
group by event_key
having count(*) > 1

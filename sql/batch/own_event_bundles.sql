-- What:  The events that may belong to one of the candidates.
-- Grain: one row per event
-- Key:   event_key
-- Reads: batch.added_bundles, batch.moved_bundles, batch.moved_events,
--        batch.new_event_bundles, identity.event_bundles, identity.former_bundle_choices,
--        identity.former_person_events
-- Rule:  what they had in the build before (who loses an event is one of them), what is new, and
--        what was nobody's and may be somebody's now: events whose combination told of nobody, if
--        it, or one of its events, is told in another way

with

moved as (
    select bundle_no
    from batch.moved_bundles
    union
    select bundle_no
    from batch.moved_events
),

nobodys as (
    select moved.bundle_no
    from moved
    left join identity.former_bundle_choices as former on moved.bundle_no = former.bundle_no
    left join batch.added_bundles as added on moved.bundle_no = added.bundle_no
    where
        added.bundle_no is null
        and (former.bundle_no is null or former.rule = 'nobody')
),

known as (
    select event_key
    from identity.former_person_events
    union all
    select event_key
    from batch.new_event_bundles
)

select events.*
from identity.event_bundles as events
inner join known on events.event_key = known.event_key
union all
select events.*
from identity.event_bundles as events
inner join nobodys on events.bundle_no = nobodys.bundle_no
left join known on events.event_key = known.event_key
where known.event_key is null

-- What:  New events, and others that may be of somebody else by what they were done with.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.moved_bundles, batch.new_event_bundles, batch.own_events,
--        identity.former_owned_events, identity.owned_events, identity.owner_timelines
-- Rule:  whose an event is is told by its combination and by what is told of it alone; where both
--        stay as they were it stays. Of events of which nothing else is told their combination says
--        it all (batch.moved_bundles)

with

owned as (
    select
        own.event_id,
        own.bundle_no
    from batch.own_events as own
    left join identity.owned_events as owned on own.event_id = owned.event_id
    left join identity.former_owned_events as former on own.event_id = former.event_id
    where
        owned.strength is distinct from former.strength
        or owned.via_no is distinct from former.via_no
        or owned.person_key is distinct from former.person_key
        or owned.rule is distinct from former.rule
)

select
    timelines.event_id,
    timelines.bundle_no
from identity.owner_timelines as timelines
inner join batch.moved_bundles as moved on timelines.bundle_no = moved.bundle_no
union
select
    event_id,
    bundle_no
from owned
union
select
    event_id,
    bundle_no
from batch.new_event_bundles

-- What:  New events, and others that may be of somebody else by what they were done with.
-- Grain: one row per event
-- Key:   event_key
-- Reads: batch.moved_bundles, batch.new_event_bundles, batch.own_events,
--        identity.bundle_identifiers, identity.event_bundles, identity.former_owned_events,
--        identity.owned_events, identity.owners
-- Rule:  whose an event is is told by its combination and by what is told of it alone; where both
--        stay as they were it stays. Of events of which nothing else is told their combination says
--        it all (batch.moved_bundles)

with

followed as (
    select distinct moved.bundle_no
    from batch.moved_bundles as moved
    inner join identity.bundle_identifiers as held on moved.bundle_no = held.bundle_no
    inner join identity.owners as owners on held.identifier_no = owners.identifier_no
    where owners.manner = 'by event'
),

owned as (
    select
        own.event_key,
        own.bundle_no
    from batch.own_events as own
    left join identity.owned_events as owned on own.event_key = owned.event_key
    left join identity.former_owned_events as former on own.event_key = former.event_key
    where
        owned.strength is distinct from former.strength
        or owned.via_no is distinct from former.via_no
        or owned.person_key is distinct from former.person_key
        or owned.rule is distinct from former.rule
)

select
    events.event_key,
    events.bundle_no
from identity.event_bundles as events
inner join followed on events.bundle_no = followed.bundle_no
union
select
    event_key,
    bundle_no
from owned
union
select
    event_key,
    bundle_no
from batch.new_event_bundles

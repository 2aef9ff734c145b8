-- What:  Events of which it may be told in another way whose they are by what they were done with.
-- Grain: one row per event
-- Key:   event_key
-- Reads: batch.owning_identifiers, identity.bundle_identifiers, identity.event_bundles
-- Rule:  all events of the identifiers that a batch follows anew. The combination of an event does
--        not change where events are only added

with

own as (
    select distinct held.bundle_no
    from identity.bundle_identifiers as held
    inner join batch.owning_identifiers as identifiers
        on held.identifier_no = identifiers.identifier_no
)

select
    events.event_key,
    events.bundle_no
from identity.event_bundles as events
inner join own on events.bundle_no = own.bundle_no

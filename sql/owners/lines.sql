-- What:  The events of identifiers whose owner has to be told event by event, in no order.
-- Grain: one row per such identifier and event
-- Key:   identifier_no, event_key
-- Reads: identity.bundle_identifiers, identity.bundles, identity.event_bundles,
--        identity.known_bundles, identity.owners
-- Rule:  as in identity.owner_timelines

with

held as (
    select
        members.bundle_no,
        owners.identifier_no,
        known.bundle_no is not null as is_known,
        bundles.is_logout and owners.id_class = 'device' as is_logout
    from identity.owners as owners
    inner join identity.bundle_identifiers as members
        on owners.identifier_no = members.identifier_no
    inner join identity.bundles as bundles on members.bundle_no = bundles.bundle_no
    left join identity.known_bundles as known
        on members.bundle_no = known.bundle_no and known.person_key is not null
    where owners.manner = 'by event'
)

select
    held.identifier_no,
    held.bundle_no,
    held.is_known,
    held.is_logout,
    events.occurred_us,
    events.event_key
from held
inner join identity.event_bundles as events on held.bundle_no = events.bundle_no

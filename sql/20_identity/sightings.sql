-- What:  Which identifier was seen on which event, blocked ones among them.
-- Kind:  view
-- Grain: one row per event and identifier
-- Key:   event_id, identifier_no
-- Reads: identity.bundle_identifiers, identity.bundles, identity.event_bundles

select
    events.event_id,
    bundles.source,
    held.id_type,
    held.identifier_no
from identity.event_bundles as events
inner join identity.bundles as bundles on events.bundle_no = bundles.bundle_no
inner join identity.bundle_identifiers as held on events.bundle_no = held.bundle_no

-- What:  The combinations of identifiers that no event carried before.
-- Grain: one row per source, combination of identifiers, and whether the event is a logout
-- Key:   bundle_no
-- Reads: batch.new_bundles, identity.bundles
-- Rule:  identity.bundles is that of the build before; numbers of new combinations follow its last

select
    fresh.source,
    fresh.is_logout,
    fresh.email,
    fresh.phone,
    fresh.customer_id,
    fresh.user_id,
    fresh.anonymous_id,
    fresh.device_id,
    fresh.contact_id,
    fresh.ticket_id,
    fresh.order_id,
    fresh.case_id,
    fresh.events,
    fresh.first_us,
    fresh.last_us,
    fresh.evidence_event_id,
    fresh.bundle_no
from batch.new_bundles as fresh
where fresh.bundle_no > (select coalesce(max(former.bundle_no), 0) from identity.bundles as former)

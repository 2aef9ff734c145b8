-- What:  The combinations that new events carry, with what is known of them from the build before.
-- Grain: one row per source, combination of identifiers, and whether the event is a logout
-- Key:   bundle_no
-- Reads: batch.new_bundles, identity.bundles

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
    fresh.events + coalesce(former.events, 0) as events,
    least(fresh.first_us, former.first_us) as first_us,
    greatest(fresh.last_us, former.last_us) as last_us,
    least(fresh.evidence_event_id, former.evidence_event_id) as evidence_event_id,
    fresh.bundle_no
from batch.new_bundles as fresh
left join identity.bundles as former on fresh.bundle_no = former.bundle_no

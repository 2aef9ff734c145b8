-- What:  The combinations of identifiers of the build before, with what new events add to them.
-- Grain: one row per source, combination of identifiers, and whether the event is a logout
-- Key:   bundle_no
-- Reads: batch.new_bundles, identity.former_bundles

select
    former.source,
    former.is_logout,
    former.email,
    former.phone,
    former.customer_id,
    former.user_id,
    former.anonymous_id,
    former.device_id,
    former.contact_id,
    former.ticket_id,
    former.order_id,
    former.case_id,
    former.events,
    former.first_us,
    former.last_us,
    former.evidence_event_id,
    former.bundle_no
from identity.former_bundles as former
left join batch.new_bundles as fresh on former.bundle_no = fresh.bundle_no
where fresh.bundle_no is null
union all
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
left join identity.former_bundles as former on fresh.bundle_no = former.bundle_no

-- What:  The events of identifiers whose owner has to be told event by event, in their order.
-- Kind:  view
-- Grain: one row per such identifier and event
-- Key:   identifier_no, place
-- Reads: identity.bundle_identifiers, identity.bundles, identity.event_bundles,
--        identity.known_bundles, identity.owners
-- Rule:  a reign begins with each event that says whose it is; reign 0 lies before the first. What
--        a build asks of it is found by pipeline/identity/ownership_walk.py
-- Order: occurred_us, source_no, order_no, event_id

with

held as (
    select
        members.bundle_no,
        owners.identifier_no,
        owners.id_class,
        known.person_key,
        case when bundles.is_logout and owners.id_class = 'device' then 1 else 0 end as is_logout
    from identity.owners as owners
    inner join identity.bundle_identifiers as members
        on owners.identifier_no = members.identifier_no
    inner join identity.bundles as bundles on members.bundle_no = bundles.bundle_no
    left join identity.known_bundles as known on members.bundle_no = known.bundle_no
    where owners.manner = 'by event'
)

select
    held.identifier_no,
    held.bundle_no,
    case when held.person_key is null then 0 else 1 end as is_known,
    held.is_logout,
    events.event_key,
    events.occurred_us,
    row_number() over line as place,
    cast(
        sum(case when held.person_key is null then 0 else 1 end) over line as bigint
    ) as reign_no
from held
inner join identity.event_bundles as events on held.bundle_no = events.bundle_no
window
    line as (
        partition by held.identifier_no
        order by events.occurred_us, events.source_no, events.order_no, events.event_id
        rows between unbounded preceding and current row
    )

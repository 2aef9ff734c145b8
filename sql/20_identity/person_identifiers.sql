-- What:  Which identifiers each person used, and when.
-- Grain: one row per person and identifier
-- Key:   person_key, identifier_no
-- Reads: identity.bundle_identifiers, identity.busy_identifiers, identity.person_bundles
-- Rule:  without those that identify nobody: the blocked and the busy ones

select
    used.person_key,
    held.identifier_no,
    cast(sum(used.events) as bigint) as events,
    min(used.first_us) as first_us,
    max(used.last_us) as last_us
from identity.person_bundles as used
inner join identity.bundle_identifiers as held on used.bundle_no = held.bundle_no
left join identity.busy_identifiers as busy on held.identifier_no = busy.identifier_no
where held.blocked_by is null and busy.identifier_no is null
group by used.person_key, held.identifier_no

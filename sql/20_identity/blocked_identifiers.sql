-- What:  Identifiers that identify nobody: they stay on the event, and join and own nothing.
-- Grain: one row per source and identifier
-- Key:   source, id_type, id_scope, id_value
-- Reads: identity.bundle_identifiers, identity.bundles, identity.identifiers

select
    bundles.source,
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value,
    identifiers.blocked_by as rule,
    cast(sum(bundles.events) as bigint) as events
from identity.bundle_identifiers as held
inner join identity.identifiers as identifiers on held.identifier_no = identifiers.identifier_no
inner join identity.bundles as bundles on held.bundle_no = bundles.bundle_no
where held.blocked_by is not null
group by
    bundles.source,
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value,
    identifiers.blocked_by

-- What:  Identifiers of the build before that new events carry, and what these tell of them.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: batch.added_bundles, batch.added_values, batch.new_bundles, identity.bundle_identifiers,
--        identity.identifiers
-- Rule:  identity.identifiers and bundle_identifiers are those of the build before. Of combinations
--        that were there numbers are read, of new ones values. is_longer says that it was seen
--        earlier or later than ever before

with

carried as (
    select
        held.identifier_no,
        bundles.events,
        bundles.first_us,
        bundles.last_us
    from batch.new_bundles as bundles
    inner join identity.bundle_identifiers as held on bundles.bundle_no = held.bundle_no
    union all
    select
        identifiers.identifier_no,
        bundles.events,
        bundles.first_us,
        bundles.last_us
    from batch.added_values as found
    inner join batch.added_bundles as bundles on found.bundle_no = bundles.bundle_no
    inner join identity.identifiers as identifiers
        on
            found.id_type = identifiers.id_type
            and found.id_scope = identifiers.id_scope
            and found.id_value = identifiers.id_value
),

told as (
    select
        identifier_no,
        sum(events) as events,
        min(first_us) as first_us,
        max(last_us) as last_us
    from carried
    group by identifier_no
)

select
    identifiers.id_type,
    identifiers.id_scope,
    identifiers.id_value,
    identifiers.id_class,
    identifiers.strength,
    identifiers.blocked_by,
    cast(identifiers.events + told.events as bigint) as events,
    least(identifiers.first_us, told.first_us) as first_us,
    greatest(identifiers.last_us, told.last_us) as last_us,
    identifiers.identifier_no,
    told.first_us < identifiers.first_us or told.last_us > identifiers.last_us as is_longer
from identity.identifiers as identifiers
inner join told on identifiers.identifier_no = told.identifier_no

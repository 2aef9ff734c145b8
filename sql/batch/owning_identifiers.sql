-- What:  Identifiers, followed event by event now or in the build before, whose events may be told
--        in another way.
-- Grain: one row per identifier
-- Key:   identifier_no
-- Reads: batch.owning_bundles, identity.bundle_identifiers, identity.former_owners,
--        identity.owners

with

followed as (
    select identifier_no
    from identity.owners
    where manner = 'by event'
    union
    select identifier_no
    from identity.former_owners
    where manner = 'by event'
)

select distinct held.identifier_no
from identity.bundle_identifiers as held
inner join followed on held.identifier_no = followed.identifier_no
inner join batch.owning_bundles as bundles on held.bundle_no = bundles.bundle_no

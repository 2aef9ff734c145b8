-- What:  The combinations of identifiers that no event carried before.
-- Grain: one row per source, combination of identifiers, and whether the event is a logout
-- Key:   bundle_no
-- Reads: batch.new_bundles, identity.bundles
-- Rule:  identity.bundles is that of the build before; numbers of new combinations follow its last

select fresh.*
from batch.new_bundles as fresh
where fresh.bundle_no > (select coalesce(max(former.bundle_no), 0) from identity.bundles as former)

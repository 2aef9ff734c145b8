-- What:  Which identifiers each combination of the build before held: where combinations were only
--        added, what they hold now.
-- Grain: one row per combination and identifier
-- Key:   bundle_no, identifier_no
-- Reads: identity.bundle_identifiers

select *
from identity.bundle_identifiers

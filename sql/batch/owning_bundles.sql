-- What:  Combinations of whose events it may be told in another way whose they are.
-- Grain: one row per combination
-- Key:   bundle_no
-- Reads: batch.new_bundles, identity.bundle_identifiers, identity.former_known_bundles,
--        identity.former_owners, identity.known_bundles, identity.owners
-- Rule:  new events carry it, it says of somebody else whose it is, or one of its identifiers is
--        followed event by event and was not, or the other way round

with

turned as (
    select coalesce(owners.identifier_no, former.identifier_no) as identifier_no
    from identity.owners as owners
    full outer join identity.former_owners as former
        on owners.identifier_no = former.identifier_no
    where
        (owners.manner is not distinct from 'by event')
        <> (former.manner is not distinct from 'by event')
)

select bundle_no
from batch.new_bundles
union
select coalesce(known.bundle_no, former.bundle_no) as bundle_no
from identity.known_bundles as known
full outer join identity.former_known_bundles as former on known.bundle_no = former.bundle_no
where
    known.via_no is distinct from former.via_no
    or known.person_key is distinct from former.person_key
union
select held.bundle_no
from identity.bundle_identifiers as held
inner join turned on held.identifier_no = turned.identifier_no

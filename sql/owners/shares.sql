-- What:  How many such identifiers each combination holds.
-- Grain: one row per combination that holds one
-- Key:   bundle_no
-- Reads: identity.bundle_identifiers, identity.owners
-- Order: bundle_no

select
    members.bundle_no,
    count(*) as owners
from identity.owners as owners
inner join identity.bundle_identifiers as members on owners.identifier_no = members.identifier_no
where owners.manner = 'by event'
group by members.bundle_no
order by members.bundle_no

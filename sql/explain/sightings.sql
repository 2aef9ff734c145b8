-- What:  Which identifiers of a person were seen together, whatever their class.
-- Grain: one row per pair of identifiers
with

asked as (
    select $asked_person_key as person_key
),

held as (
    select
        bundles.bundle_no,
        bundles.identifier_no
    from identity.person_bundles as used
    inner join asked on used.person_key = asked.person_key
    inner join identity.bundle_identifiers as bundles on used.bundle_no = bundles.bundle_no
    inner join identity.person_identifiers as mine
        on bundles.identifier_no = mine.identifier_no and used.person_key = mine.person_key
),

pairs as (
    select
        lefts.identifier_no as left_no,
        rights.identifier_no as right_no,
        cast(sum(bundles.events) as bigint) as sightings,
        min(bundles.evidence_event_id) as event_id
    from held as lefts
    inner join held as rights
        on lefts.bundle_no = rights.bundle_no and lefts.identifier_no < rights.identifier_no
    inner join identity.bundles as bundles on lefts.bundle_no = bundles.bundle_no
    group by lefts.identifier_no, rights.identifier_no
)

select
    pairs.left_no,
    pairs.right_no,
    pairs.sightings,
    pairs.event_id,
    bundles.source
from pairs
inner join identity.bundles as bundles on pairs.event_id = bundles.evidence_event_id
order by pairs.left_no, pairs.right_no

-- What:  Cases of journeys in which several people were seen, now or in the build before.
-- Grain: one row per case and person
-- Key:   identifier_no, person_key
-- Reads: config.journeys, identity.bundle_identifiers, identity.former_bundle_identifiers,
--        identity.former_person_events, identity.person_events
-- Rule:  such a journey is that of the first of them, so it depends on all of them

with

types as (
    select distinct case_type
    from config.journeys
    where case_type is not null
),

seen as (
    select
        held.identifier_no,
        people.person_key
    from identity.person_events as people
    inner join identity.bundle_identifiers as held on people.bundle_no = held.bundle_no
    inner join types on held.id_type = types.case_type
    union
    select
        held.identifier_no,
        people.person_key
    from identity.former_person_events as people
    inner join identity.former_bundle_identifiers as held on people.bundle_no = held.bundle_no
    inner join types on held.id_type = types.case_type
),

shared as (
    select identifier_no
    from seen
    group by identifier_no
    having count(*) > 1
)

select
    seen.identifier_no,
    seen.person_key
from seen
inner join shared on seen.identifier_no = shared.identifier_no

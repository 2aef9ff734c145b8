-- What:  People whose events may not be those of the build before.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.moved_bundles, batch.moved_events, identity.bundle_choices,
--        identity.bundle_identifiers, identity.busy_identifiers, identity.former_bundle_choices,
--        identity.former_busy_identifiers, identity.former_owned_events, identity.owned_events,
--        identity.person_bundles
-- Rule:  all to whom such an event may belong, or belonged, and who used an identifier that is busy
--        now or was. identity.person_bundles is that of the build before

with

bundles as (
    select bundle_no
    from batch.moved_bundles
    union
    select bundle_no
    from batch.moved_events
),

busy as (
    select coalesce(busy.identifier_no, former.identifier_no) as identifier_no
    from identity.busy_identifiers as busy
    full outer join identity.former_busy_identifiers as former
        on busy.identifier_no = former.identifier_no
    where busy.identifier_no is null or former.identifier_no is null
)

select choices.person_key
from bundles
inner join identity.bundle_choices as choices on bundles.bundle_no = choices.bundle_no
where choices.person_key is not null
union
select choices.person_key
from bundles
inner join identity.former_bundle_choices as choices on bundles.bundle_no = choices.bundle_no
where choices.person_key is not null
union
select owned.person_key
from batch.moved_events as events
inner join identity.owned_events as owned on events.event_key = owned.event_key
where owned.person_key is not null
union
select owned.person_key
from batch.moved_events as events
inner join identity.former_owned_events as owned on events.event_key = owned.event_key
where owned.person_key is not null
union
select used.person_key
from identity.person_bundles as used
inner join identity.bundle_identifiers as held on used.bundle_no = held.bundle_no
inner join busy on held.identifier_no = busy.identifier_no

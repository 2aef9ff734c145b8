-- What:  People whose events may not be those of the build before.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.moved_events, identity.bundle_choices, identity.former_bundle_choices,
--        identity.former_owned_events, identity.owned_events
-- Rule:  all to whom such an event may belong, or belonged

select choices.person_key
from batch.moved_events as events
inner join identity.bundle_choices as choices on events.bundle_no = choices.bundle_no
where choices.person_key is not null
union
select choices.person_key
from batch.moved_events as events
inner join identity.former_bundle_choices as choices on events.bundle_no = choices.bundle_no
where choices.person_key is not null
union
select owned.person_key
from batch.moved_events as events
inner join identity.owned_events as owned on events.event_id = owned.event_id
where owned.person_key is not null
union
select owned.person_key
from batch.moved_events as events
inner join identity.former_owned_events as owned on events.event_id = owned.event_id
where owned.person_key is not null

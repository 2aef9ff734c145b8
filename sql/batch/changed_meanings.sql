-- What:  People with an event of a kind that changed since the build before, or of another tone.
-- Grain: one row per person
-- Key:   person_key
-- Reads: batch.changed_kinds, identity.event_bundles, identity.person_events,
--        staging.event_tones, staging.former_event_tones

with

tones as (
    select coalesce(tones.event_id, former.event_id) as event_id
    from staging.event_tones as tones
    full outer join staging.former_event_tones as former on tones.event_id = former.event_id
    where tones.tone is distinct from former.tone
)

select events.person_key
from identity.person_events as events
inner join batch.changed_kinds as kinds on events.kind_no = kinds.kind_no
union
select events.person_key
from tones
inner join identity.event_bundles as ids on tones.event_id = ids.event_id
inner join identity.person_events as events on ids.event_key = events.event_key

-- What:  Events of which anything is different since the build before: new and gone ones, others'
--        ones, and those with another tone or of a kind that changed.
-- Grain: one row per event
-- Key:   event_id
-- Reads: batch.changed_kinds, identity.former_person_events, identity.person_events,
--        staging.event_tones, staging.former_event_tones

with

tones as (
    select coalesce(tones.event_id, former.event_id) as event_id
    from staging.event_tones as tones
    full outer join staging.former_event_tones as former on tones.event_id = former.event_id
    where tones.tone is distinct from former.tone
)

select
    coalesce(events.event_id, former.event_id) as event_id,
    events.person_key,
    former.person_key as former_person_key
from identity.person_events as events
full outer join identity.former_person_events as former on events.event_id = former.event_id
left join batch.changed_kinds as kinds
    on coalesce(events.kind_no, former.kind_no) = kinds.kind_no
left join tones on coalesce(events.event_id, former.event_id) = tones.event_id
where
    events.person_key is distinct from former.person_key
    or events.bundle_no is distinct from former.bundle_no
    or events.kind_no is distinct from former.kind_no
    or events.occurred_us is distinct from former.occurred_us
    or events.source_no is distinct from former.source_no
    or events.order_no is distinct from former.order_no
    or events.value is distinct from former.value
    or events.emotion is distinct from former.emotion
    or events.rule is distinct from former.rule
    or kinds.kind_no is not null
    or tones.event_id is not null

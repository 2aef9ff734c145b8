-- What:  Events of which anything is different since the build before: new and gone ones, and
--        others'.
-- Grain: one row per event
-- Key:   event_key
-- Reads: identity.former_person_events, identity.person_events

select
    coalesce(events.event_key, former.event_key) as event_key,
    events.person_key,
    former.person_key as former_person_key
from identity.person_events as events
full outer join identity.former_person_events as former on events.event_key = former.event_key
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

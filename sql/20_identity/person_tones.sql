-- What:  The tone of what customers wrote, by the event of the person.
-- Grain: one row per event of a person with a tone
-- Key:   person_key, person_event_no
-- Reads: identity.event_bundles, identity.person_events, staging.event_tones

select
    people.person_key,
    people.person_event_no,
    tones.event_id,
    tones.tone
from staging.event_tones as tones
inner join identity.event_bundles as events on tones.event_id = events.event_id
inner join identity.person_events as people on events.event_key = people.event_key

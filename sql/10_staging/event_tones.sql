-- What:  The tone of what customers wrote.
-- Grain: one row per event of a customer whose text has a tone
-- Key:   event_id
-- Reads: staging.events, staging.tones
-- Rule:  texts of the company and of systems are left out. The tone is from -2 to +2 and is never
--        mixed with ratings

select
    events.event_id,
    tones.tone
from staging.events as events
inner join staging.tones as tones on events.text = tones.written
where events.direction = 'customer'

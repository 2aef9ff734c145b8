-- What:  Give events of people that were tied the numbers that their ids decide.
-- Grain: one row per event of identity.numbered_events
-- Rule:  an update of one column costs a fifth of taking the rows out and in again, and leaves them
--        where they lie

update identity.person_events
set person_event_no = numbered.person_event_no
from identity.numbered_events as numbered
where identity.person_events.event_key = numbered.event_key

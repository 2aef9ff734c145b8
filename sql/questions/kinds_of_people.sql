-- What:  Whose each event is, and of what kind it is.
-- Grain: one row per event that is somebody's
-- Key:   none of its columns
-- Reads: identity.person_events

select
    cast(person_key as integer) as person_key,
    cast(kind_no as integer) as kind_no
from identity.person_events
